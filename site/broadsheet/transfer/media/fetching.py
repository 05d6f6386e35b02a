"""Fetch a file from the old site: only from hosts that the whole internet reaches, and with bounds for its size and time.

No library that is kept up does this whole: each leaves at least the whole time without a bound.
"""

import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from string import punctuation
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from .connecting import DEFAULT_PORTS, FetchingError, MayAsk, Resolve, TimedConnection, connect, resolve
from .public import is_public

LONGEST_ADDRESS = 4_000
CHUNK = 1 << 16
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Limits:
    """How much is read of a file, how long all of it may take, and how often it may lead on to another address."""

    bytes: int = 50_000_000
    seconds: float = 30
    redirects: int = 5


WHOLE = Limits()


def fetch(
    address: str, limits: Limits = WHOLE, may_ask: MayAsk = is_public, resolve: Resolve = resolve
) -> bytes:
    """Return what is at an address of the web; raise `FetchingError`. What it leads to is under the same rule."""
    ends = monotonic() + limits.seconds
    try:
        for _step in range(limits.redirects + 1):
            url = read_address(address)
            with connect(url, ends, may_ask, resolve) as connection:
                answer = _ask(url, connection)
                if answer.status not in REDIRECTS:
                    return _read(answer, limits.bytes)
                address = _read_target(url, answer)
    except TimeoutError as error:
        raise FetchingError(f"it takes more than {limits.seconds:g} seconds") from error
    except (OSError, HTTPException) as error:
        raise FetchingError(_explain(error)) from error
    raise FetchingError(f"it leads on more than {limits.redirects} times")


def read_address(address: str) -> SplitResult:
    """Return the parts of an address, as they are sent; raise `FetchingError` for what is none of the web."""
    if len(address) > LONGEST_ADDRESS or not address.isprintable():
        raise FetchingError("its address is too long, or has characters that cannot be shown")
    try:
        url = urlsplit(address.strip())
        host, port = (url.hostname or "").encode("idna").decode("ascii"), url.port
    except ValueError as error:
        raise FetchingError("its address is none of the web") from error
    if url.scheme not in DEFAULT_PORTS or not host:
        raise FetchingError("its address does not begin with http:// or https:// and a host")
    if "@" in url.netloc:
        raise FetchingError("its address holds a name or a password")
    named = f"[{host}]" if ":" in host else host
    return SplitResult(
        url.scheme,
        named if port is None else f"{named}:{port}",
        quote(url.path or "/", safe=punctuation),
        quote(url.query, safe=punctuation),
        "",
    )


def _ask(url: SplitResult, connection: TimedConnection) -> HTTPResponse:
    asking = HTTPConnection(url.hostname or "")
    asking.sock = connection  # So it never connects by itself.
    target = f"{url.path}?{url.query}" if url.query else url.path
    headers = {
        "Host": url.netloc,
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "Broadsheet",
    }
    asking.request("GET", target, headers=headers)
    return asking.getresponse()


def _read(answer: HTTPResponse, most: int) -> bytes:
    if answer.status != 200:
        raise FetchingError(f"the server answers {answer.status}")
    if _said(answer, "Content-Encoding") not in {"", "identity"} or (
        _said(answer, "Transfer-Encoding") not in {"", "identity", "chunked"}
    ):
        raise FetchingError("the server sends it compressed, though it was not asked to")
    content = bytearray()
    while (answer.length or 0) <= most and len(content) <= most and (chunk := answer.read(CHUNK)):
        content += chunk
    if (answer.length or 0) > most or len(content) > most:
        raise FetchingError(f"it is larger than {most // 1_000_000} MB")
    if answer.length:  # How much of what was announced did not come.
        raise FetchingError("the server broke off in the middle of it")
    return bytes(content)


def _said(answer: HTTPResponse, header: str) -> str:
    return answer.headers.get(header, "").strip().lower()


def _read_target(url: SplitResult, answer: HTTPResponse) -> str:
    target = answer.headers.get("Location", "").strip()
    if not target:
        raise FetchingError("it leads on, but does not say where")
    # Headers are read as Latin-1; so the bytes of another encoding come back as they were.
    try:
        return urljoin(url.geturl(), quote(target, safe=punctuation, encoding="latin-1"))
    except ValueError as error:
        raise FetchingError("it leads to an address that is none") from error


def _explain(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "its host is not known"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not hold ({error.verify_message})"
    if isinstance(error, HTTPException):
        return "the server broke off, or answers with what is no HTTP"
    return f"its host cannot be reached ({getattr(error, 'strerror', None) or error})"
