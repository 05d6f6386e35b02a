"""Somebody who fetches pages as a browser would, and keeps what was fetched."""

from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

PATIENCE_SECONDS = 30


@dataclass
class Answer:
    """What came back: the address in the end, the status, the headers that a browser heeds, and the body."""

    address: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Visitor:
    """A reader of one site, with cookies of their own."""

    site: str
    cookies: CookieJar = field(default_factory=CookieJar)

    def decided(self, decision: str) -> "Visitor":
        """Return the same reader in a browser of their own, after answering the notice, or not if `decision` is empty."""
        other = Visitor(self.site)
        for cookie in self.cookies:
            other.cookies.set_cookie(cookie)
        if decision:
            other.post("/privacy/choices", {"decision": decision})
        return other

    def get(self, path: str) -> Answer:
        return self._send(Request(self.site + path, headers={"Accept": "text/html"}))

    def post(self, path: str, fields: dict[str, str], foreign: bool = False) -> Answer:
        """Send a form; `foreign` as a program that does not say which page it stood on."""
        headers = {} if foreign else {"Origin": self.site, "Sec-Fetch-Site": "same-origin"}
        return self._send(Request(self.site + path, urlencode(fields).encode(), headers))

    def _send(self, request: Request) -> Answer:
        opener = build_opener(HTTPCookieProcessor(self.cookies))
        try:
            response = opener.open(request, timeout=PATIENCE_SECONDS)
        except HTTPError as error:
            response = error
        with response:
            headers = {
                name: response.headers[name]
                for name in ("Content-Type", "Content-Security-Policy")
                if name in response.headers
            }
            return Answer(response.geturl(), response.status or 0, headers, response.read())
