"""A connection to a host of which every address was looked at, and that ends at a moment, however slowly it is answered."""

import io
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from time import monotonic
from urllib.parse import SplitResult

IP = IPv4Address | IPv6Address
MayAsk = Callable[[IP, int], bool]
Resolve = Callable[[str, int], list[IP]]
DEFAULT_PORTS = {"http": 80, "https": 443}


class FetchingError(Exception):
    """Something cannot be fetched, or must not be; the message is half a sentence that says why."""


def resolve(host: str, port: int) -> list[IP]:
    """Return the addresses of a host. The system's resolver keeps a time of its own, some seconds."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(address[4][0]) for address in found))


@contextmanager
def connect(url: SplitResult, ends: float, may_ask: MayAsk, resolve: Resolve) -> Iterator["TimedConnection"]:
    """Connect to the host of `url`, until `ends` (by `monotonic`); raise `FetchingError` or `OSError`.

    The host is resolved once. If all that it resolves to may be asked, one of just these addresses is.
    """
    host, port = url.hostname or "", url.port or DEFAULT_PORTS[url.scheme]
    found = resolve(host, port)
    if not found or not all(may_ask(ip, port) for ip in found):
        raise FetchingError(f"{host}, port {port}, is not open to the whole internet, and so it is not asked")
    with _connect_to_one(found, port, ends) as plain:
        if url.scheme == "http":
            yield TimedConnection(plain, ends)
            return
        plain.settimeout(seconds_until(ends))
        with trusted().wrap_socket(plain, server_hostname=host) as secured:
            yield TimedConnection(secured, ends)


@cache
def trusted() -> ssl.SSLContext:
    """Return how certificates are verified: by those that the system trusts, and by the host's name."""
    return ssl.create_default_context()


def seconds_until(ends: float) -> float:
    left = ends - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connect_to_one(found: list[IP], port: int, ends: float) -> socket.socket:
    """Connect to the first address that answers."""
    for ip in found[:-1]:
        try:
            return socket.create_connection((str(ip), port), seconds_until(ends) / 2)
        except OSError:
            continue
    return socket.create_connection((str(found[-1]), port), seconds_until(ends))


class TimedConnection:
    """What `http.client` needs of a socket, each step of it only as long as time is left."""

    def __init__(self, sock: socket.socket, ends: float) -> None:
        self.sock, self.ends = sock, ends

    def sendall(self, content: bytes) -> None:
        self.sock.settimeout(seconds_until(self.ends))
        self.sock.sendall(content)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self))

    def close(self) -> None:
        """Whoever connected closes the socket; http.client would do so before it has read the answer."""


class _Reader(io.RawIOBase):
    def __init__(self, connection: TimedConnection) -> None:
        self.connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self.connection.sock.settimeout(seconds_until(self.connection.ends))
        return self.connection.sock.recv_into(buffer)
