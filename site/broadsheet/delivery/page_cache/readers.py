"""Who asks: the variant of the pages that a reader is given, known again by what the request says of them."""

import itertools
import threading
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING

from flask import Flask, request

from ...storage import Lookout, lookout_of
from ..addresses import site_root
from ..codings import choose_coding
from .traits import list_headers, tellers_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST = 4_096  # readers whose requests are known again, of at most `LONGEST` characters each
LONGEST = 3_000
OF_ANYBODY = frozenset({"HTTP_HOST", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE"})

Said = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """`variant` is the number of the pages made for such readers, or None for one whose pages are theirs alone.

    `everyone` is the number of what is the same for all, at this address of the site, and `like` that of what is the same
    for all of whom the same is known, whatever is theirs alone. `until` is in seconds since 1970.
    """

    variant: int | None
    everyone: int
    like: int
    coding: str
    until: float
    names: tuple[str, ...] = ()


class Readers:
    """Readers by what their requests say: the headers in whose values pages can differ."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.lookout: Lookout = lookout_of(app)
        self.headers = list_headers(app)
        names = [f"HTTP_{name.upper().replace('-', '_')}" for name in self.headers]
        self.asked_for = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", *names)
        self.known: dict[Said, Reader] = {}
        self.named: set[str] = set()  # Of what readers depend on; most that changes is nothing to them.
        self.variants: dict[object, int] = {}
        self.numbers = itertools.count(1)
        self.lock = threading.Lock()

    def list_telling(self) -> list[str]:
        """Return the names, in the WSGI environment, of headers that make a reader somebody: cookies, a signal, a region."""
        return [name for name in self.asked_for if name.startswith("HTTP_") and name not in OF_ANYBODY]

    def find(self, environ: "WSGIEnvironment") -> Reader:
        """Return who asks; whoever comes again is known, until something of them changes."""
        said = tuple(map(environ.get, self.asked_for))
        reader = self.known.get(said)
        if reader is None or reader.until <= time():
            moment = self.lookout.moment
            reader = self.meet(environ)
            self._remember(said, reader, moment)
        return reader

    def meet(self, environ: "WSGIEnvironment") -> Reader:
        """Return who asks, as if for the first time."""
        with self.app.request_context(dict(environ)):
            return self.describe()

    def describe(self) -> Reader:
        """Return who asks in this request."""
        coding = choose_coding(request.headers.get("Accept-Encoding", ""))
        traits = [teller.tell() for teller in tellers_of(self.app)]
        known = [trait for trait in traits if trait]
        names = tuple(name for trait in known for name in trait.names)
        until = min((trait.until.timestamp() for trait in known if trait.until), default=float("inf"))
        values = [trait.value for trait in known]
        variant = self._number(*values) if len(known) == len(traits) else None
        told = {place: trait.value for place, trait in enumerate(traits) if trait and trait.value is not None}
        like = self._number("like", *told.items())
        return Reader(variant, self._number(), like, coding, until, names)

    def forget(self, names: Collection[str]) -> None:
        """Forget those of whom something may have changed."""
        with self.lock:
            if self.named.isdisjoint(names):
                return
            changed = [said for said, reader in self.known.items() if not set(reader.names).isdisjoint(names)]
            for said in changed:
                del self.known[said]

    def forget_all(self) -> None:
        with self.lock:
            self.known.clear()

    def _number(self, *values: Hashable) -> int:
        """Return the number of the pages for readers of whom this holds, and for this address of the site."""
        told = (site_root(), request.is_secure, request.script_root, *values)
        if len(self.variants) >= MOST:
            self.variants.clear()
        return self.variants.get(told) or self.variants.setdefault(told, next(self.numbers))

    def _remember(self, said: Said, reader: Reader, moment: int) -> None:
        """Know a reader again, unless something of them changed since, or nobody can tell whether it did."""
        if sum(len(part or "") for part in said) > LONGEST:
            return
        with self.lock:
            if self.lookout.failed or self.lookout.changed_since(moment, reader.names):
                return
            if len(self.known) >= MOST:
                for oldest in list(self.known)[: MOST // 4]:
                    del self.known[oldest]
            self.known[said] = reader
            self.named.update(reader.names)
