"""Who sends the body of a request slowly holds a thread until it is whole; so only some of the threads may wait for that.

The others go on showing pages, however many send slowly. A proxy that collects requests spares all of them.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.exceptions import ServiceUnavailable

if TYPE_CHECKING:
    from _typeshed.wsgi import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

MOST = 6  # threads of a worker
PATIENCE_SECONDS = 0.05  # What has arrived already is read in far less.


class Seats:
    """`taken` for as long as somebody waits; raise 503 when there are none left."""

    def __init__(self, count: int) -> None:
        self.free = threading.Semaphore(count)

    @contextmanager
    def taken(self) -> Iterator[None]:
        if not self.free.acquire(timeout=PATIENCE_SECONDS):
            raise ServiceUnavailable
        try:
            yield
        finally:
            self.free.release()


class Body:
    """The body of a request, for which one waits in a seat."""

    def __init__(self, stream: "InputStream", seats: Seats) -> None:
        self.stream = stream
        self.seats = seats

    def read(self, *size: int) -> bytes:
        with self.seats.taken():
            return self.stream.read(*size)

    def readline(self, *size: int) -> bytes:
        with self.seats.taken():
            return self.stream.readline(*size)

    def readlines(self, *hint: int) -> list[bytes]:
        with self.seats.taken():
            return self.stream.readlines(*hint)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")


def init_app(app: Flask) -> None:
    app.wsgi_app = seat_senders(app.wsgi_app)  # type: ignore[method-assign, assignment]


def seat_senders(inner: "WSGIApplication", seats: int = MOST) -> "WSGIApplication":
    """Let only so many threads wait for a body at a time."""
    all_seats = Seats(seats)

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        body: Any = environ["wsgi.input"]
        return inner({**environ, "wsgi.input": Body(body, all_seats)}, start_response)

    return answer
