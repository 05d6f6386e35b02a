"""A page is made once: whoever asks for it meanwhile waits, and is given the same."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .shelf import Key

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

PATIENCE_SECONDS = 10  # Then each makes its own.


@dataclass
class Made:
    """What the app answered; nobody has read the body yet, and whoever does closes it."""

    status: str
    headers: list[tuple[str, str]]
    body: Iterable[bytes]

    def read(self) -> bytes:
        try:
            return b"".join(self.body)
        finally:
            close = getattr(self.body, "close", None)
            if close:
                close()


def ask(app: "WSGIApplication", environ: "WSGIEnvironment") -> Made:
    """Have the app answer, and hold its answer back."""
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        told.append((status, headers))
        return _refuse_to_write

    body = app(environ, start_response)
    status, headers = told[-1]
    return Made(status, headers, body)


class Makers:
    """Who is making which page."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.busy: dict[Key, threading.Event] = {}

    @contextmanager
    def alone(self, key: Key) -> Iterator[bool]:
        """Say whether to make this page: nobody else does, or they take too long. Else say so when they are done."""
        with self.lock:
            other = self.busy.get(key)
            if other is None:
                done = self.busy[key] = threading.Event()
        if other is not None:
            yield not other.wait(PATIENCE_SECONDS)
            return
        try:
            yield True
        finally:
            with self.lock:
                del self.busy[key]
            done.set()


def _refuse_to_write(_chunk: bytes) -> None:
    raise RuntimeError("Nothing of ours writes past the body (PEP 3333).")
