"""Ask as a browser does, and look at what comes back."""

import gzip
import http.client
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

import brotli

# What Chromium sends with every request for a page, as far as an answer could depend on it.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}
# What each server says of itself or of its connection, or has from the length of the body.
OWN = {"date", "server", "content-length", "connection", "keep-alive", "transfer-encoding"}
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """An answer as it travels: status and reason, headers in order, the body still compressed, and the bytes of it all."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    length: int

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def shared(self) -> list[tuple[str, str]]:
        """Return the headers that another server can send as well."""
        return [(name, value) for name, value in self.headers if name.lower() not in OWN]

    @property
    def text(self) -> str:
        return decode(self.body, self.header("Content-Encoding")).decode()


def fetch(address: str, headers: dict[str, str] | None = None) -> Answer:
    """Ask once; cookies and redirects are the caller's."""
    parts = urlsplit(address)
    assert parts.hostname
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE_SECONDS)
    asked = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.request("GET", asked, headers=BROWSER | (headers or {}))
    response = connection.getresponse()
    status, found, body = f"{response.status} {response.reason}", response.getheaders(), response.read()
    connection.close()
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in found), "", ""]
    return Answer(status, found, body, len("\r\n".join(lines)) + len(body))


def decode(body: bytes, encoding: str) -> bytes:
    """Undo the compression of a body; end where nothing here can."""
    if encoding == "gzip":
        return gzip.decompress(body)
    if encoding == "br":
        return bytes(brotli.decompress(body))
    if encoding:
        sys.exit(f"This benchmark cannot read answers in {encoding}.")
    return body
