"""In front of Flask: bytes for whoever asks for a page that is kept; else the page is made, once, and kept if it may be."""

import time
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError

from ...settings import settings_of
from ...storage import lookout_of
from ...storage.changes import EVERYTHING
from ..cdn import CDNS, describe_page
from ..keeping import NOTE, Keeping, Place
from ..parts import KEY, Parts
from .entries import Entry, Headers, make_entry
from .making import Made, Makers, ask
from .readers import Reader, Readers
from .seen import Seen
from .shelf import Shelf
from .targets import drop_campaigns, known_parameters, order_query
from .traits import list_headers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

READS = frozenset({"GET", "HEAD"})
MOST_UNKEPT = 1_000  # addresses
LONGEST = 2_000  # characters of an address that is looked at; campaigns append hundreds


class PageCache:
    """The WSGI middleware. A page in it is as new as the database was when it was asked for, or it is not shown."""

    def __init__(self, app: Flask, most_bytes: int) -> None:
        self.app = app.wsgi_app
        self.parameters = known_parameters(app)
        self.vary = ", ".join(list_headers(app))
        self.readers = Readers(app)
        self.shelf = Shelf(most_bytes)
        app.extensions[KEY] = Parts(app, self.shelf)
        self.makers = Makers()
        self.unkept: dict[str, None] = {}
        self.seen = Seen(app)
        self.cdn = CDNS.get(settings_of(app).cdn)
        self.telling = self.readers.list_telling()
        self.lookout = lookout_of(app)
        self.lookout.listeners.append(self.hear)
        app.after_request(self.note_variant)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        target = self.read_target(environ)
        if target is None:
            return self.app(environ, start_response)
        # Where nobody says what changed, what was allowed before may be withdrawn by now.
        reader = self.readers.find(environ) if self.look() else self.readers.meet(environ)
        entry = self.find(reader, target)
        if entry is None:
            return self.make(reader, target, environ, start_response)
        return self.show(entry, reader, environ, start_response)

    def look(self) -> bool:
        """Know what changed; where the database does not say, what is kept is better than nothing."""
        try:
            self.lookout.look()
        except SQLAlchemyError:
            return False
        return True

    def hear(self, names: Collection[str]) -> None:
        """Forget what is not so any more."""
        if EVERYTHING in names:
            self.shelf.clear()
            self.readers.forget_all()
        else:
            self.shelf.drop(names)
            self.readers.forget(names)

    def read_target(self, environ: "WSGIEnvironment") -> str | None:
        """Return under which address a page is kept, without its host; None for what is never kept."""
        if environ["REQUEST_METHOD"] not in READS:
            return None
        path: str = environ["PATH_INFO"]
        query = environ["QUERY_STRING"]
        if len(path) + len(query) > LONGEST:
            return None
        if not query:
            return path
        query = environ["QUERY_STRING"] = drop_campaigns(query)
        ordered = order_query(query, self.parameters)
        # A path can hold a question mark, and a query too; but no query holds a blank.
        return None if ordered is None else f"{ordered} {path}" if ordered else path

    def find(self, reader: Reader, target: str) -> Entry | None:
        """Return the page that a reader may be given, if it is kept and its time is not over."""
        entries = self.shelf.entries
        own = None if reader.variant is None else entries.get((reader.variant, target))
        entry: Entry | None = own or entries.get((reader.everyone, target))
        return None if entry is None or entry.until <= time.time() else entry

    def make(
        self, reader: Reader, target: str, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Have the page made, by one at a time if it is likely to be kept."""
        if reader.variant is None or target in self.unkept:
            return self.answer(reader, target, environ, start_response)
        with self.makers.alone((reader.variant, target)) as is_alone:
            if is_alone:
                return self.answer(reader, target, environ, start_response)
        self.look()  # What the other made may be old by now; then one of those who waited makes it.
        entry = self.find(reader, target)
        if entry is None:
            return self.make(reader, target, environ, start_response)
        return self.show(entry, reader, environ, start_response)

    def answer(
        self, reader: Reader, target: str, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Have the app make the page, and keep it if its view said so."""
        place = self.find_place(reader, target)
        keeping = environ[NOTE] = Keeping(place=place, is_alone=reader.variant is None)
        moment = self.lookout.moment
        made = ask(self.app, environ)
        if keeping.variant is None or not may_keep(made, environ):
            self.note_unkept(target, reader, environ)
            start_response(made.status, made.headers)
            return made.body
        entry = make_entry((keeping.variant, target), made.headers, made.read(), self.vary, keeping)
        if self.shelf.takes(entry):
            self.unkept.pop(target, None)
            self.shelf.put(entry, lambda: not self.lookout.changed_since(moment, entry.names))
        else:
            self.note_unkept(target, reader, environ)
        return self.show(entry, reader, environ, start_response, is_new=True)

    def find_place(self, reader: Reader, target: str) -> Place:
        """Return where parts of a page are kept. A choice can change while it is made, so who asks is looked at again."""

        def is_shared() -> bool:
            now = self.readers.describe()
            return now.like == reader.like and now.variant is not None

        return Place(reader.like, target, is_shared)

    def note_variant(self, response: Response) -> Response:
        """Note for whom a page is made, while that is known: it may be another than was looked at before it was made."""
        keeping: Keeping | None = request.environ.get(NOTE)
        if keeping and keeping.kept and not keeping.is_alone:
            reader = self.readers.describe()
            keeping.variant = reader.everyone if keeping.for_everyone else reader.variant
        return response

    def note_unkept(self, target: str, reader: Reader, environ: "WSGIEnvironment") -> None:
        """Remember that nobody needs to wait for another who asks for this; of a head alone nothing is known."""
        if reader.variant is not None and environ["REQUEST_METHOD"] == "GET":
            if len(self.unkept) >= MOST_UNKEPT:
                self.unkept.clear()
            self.unkept[target] = None

    def show(
        self,
        entry: Entry,
        reader: Reader,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        is_new: bool = False,
    ) -> Iterable[bytes]:
        """Answer with a page, or with 304 where the browser has it already; what was just made is counted by who made it."""
        answer = entry.answers.get(reader.coding)
        if answer is None:
            answer = entry.answer(reader.coding)
            self.shelf.weigh(entry)
        is_get = environ["REQUEST_METHOD"] == "GET"
        if not is_new:
            entry.used = True
            if entry.shown and is_get:
                self.seen.add(entry.shown, environ)
        told = self.tell_cdn(entry, environ) if self.cdn else []
        if has_already(entry, environ):
            start_response("304 NOT MODIFIED", answer.unchanged + told)
            return []
        start_response("200 OK", answer.headers + told)
        return answer.body if is_get else []

    def tell_cdn(self, entry: Entry, environ: "WSGIEnvironment") -> Headers:
        """Return the headers by which a CDN keeps a page, for readers of whom nothing is known but the language.

        Not every CDN heeds `Vary`, and a page for another region, or without the signal, may load what this reader refuses.
        """
        if self.cdn is None or any(environ.get(name) for name in self.telling):
            return []
        return describe_page(self.cdn, entry.names, entry.until - time.time())


def has_already(entry: Entry, environ: "WSGIEnvironment") -> bool:
    """Whether the request says that it has this page (RFC 9110, sections 13.1.2 and 13.1.3), by tag or else by date."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return entry.opaque in tags or tags.strip() == "*"
    date = environ.get("HTTP_IF_MODIFIED_SINCE")
    return date is not None and date == entry.changed


def may_keep(made: Made, environ: "WSGIEnvironment") -> bool:
    """Whether it is a page, whole, and with no cookie for one reader."""
    named = {name.lower() for name, _value in made.headers}
    return (
        made.status.startswith("200 ")
        and environ["REQUEST_METHOD"] == "GET"
        and named.isdisjoint({"set-cookie", "content-encoding", "clear-site-data"})
    )
