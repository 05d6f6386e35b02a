"""A page is made for the mirror: as it is for whoever sends no cookie, no signal, and wants no other language."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from flask import Flask
from werkzeug.test import create_environ

from ..delivery.keeping import NOTE, Keeping
from ..delivery.page_cache.entries import make_entry
from ..delivery.page_cache.making import ask
from ..delivery.page_cache.middleware import may_keep
from ..delivery.page_cache.traits import list_headers
from ..settings import settings_of

Headers = list[tuple[str, str]]
OF_A_PAGE = frozenset({"content-type", "etag", "last-modified"})  # The others are those of all pages.


@dataclass(frozen=True)
class Made:
    """A page, what ends it, and until when it holds, in seconds since 1970. `tag` is the same for what means the same."""

    body: bytes
    type: str
    shared: Headers
    tag: str
    names: frozenset[str]
    until: float


def make_page(app: Flask, path: str) -> Made | None:
    """Return the page at a path, past all that stands in front of Flask; None where there is none that may be kept."""
    environ = create_environ(quote(path), base_url=settings_of(app).address)
    keeping = environ[NOTE] = Keeping()
    made = ask(partial(Flask.wsgi_app, app), environ)
    body = made.read()
    if not (keeping.kept and may_keep(made, environ)):
        return None
    vary = "Accept-Encoding" if keeping.for_everyone else ", ".join(list_headers(app))
    entry = make_entry((0, path), made.headers, body, vary, keeping)
    return Made(
        body=body,
        type=next((value for name, value in entry.headers if name.lower() == "content-type"), ""),
        shared=[(name, value) for name, value in entry.headers if name.lower() not in OF_A_PAGE],
        tag=entry.opaque,
        names=entry.names,
        until=entry.until,
    )
