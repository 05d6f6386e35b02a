"""An old site: a real server on this machine, which answers as it is told to."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


class OldSite(ThreadingHTTPServer):
    """A server on `host`; `answers` has what it does for a path, and `asked` what it was asked for: path and headers."""

    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, *_: Any) -> None:
        """Whoever asked went away before all was sent, as is tested."""

    def address(self, path: str = "/boat.jpg", host: str = "", scheme: str = "http") -> str:
        return f"{scheme}://{host or self.server_address[0]}:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: OldSite

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.answers[self.path](self)
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Nobody listens."""
