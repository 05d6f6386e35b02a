"""What tells readers apart, as far as a page depends on it: each room that knows of something says so here."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask

KEY = "broadsheet.page_cache.traits"


@dataclass(frozen=True)
class Trait:
    """What holds of a reader: `value` is all that pages show of it.

    It holds until a moment, if one is given, and until something changes that is of one of these names (`storage.changes`).
    """

    value: Hashable
    until: datetime | None = None
    names: tuple[str, ...] = ()


Tell = Callable[[], Trait | None]


@dataclass(frozen=True)
class Teller:
    """`tell` returns the trait of the reader who asks, or None for one whose pages are theirs alone.

    What those share with others, such as a frame (`frames`), is that of readers whose trait has the value None.
    It looks at nothing of the request but the host, the scheme, the cookies, and `headers`.
    """

    tell: Tell
    headers: tuple[str, ...]


def tell_apart(app: Flask, tell: Tell, headers: tuple[str, ...] = ()) -> None:
    """Let pages be kept for each value of a trait."""
    app.extensions.setdefault(KEY, []).append(Teller(tell, headers))


def tellers_of(app: Flask) -> list[Teller]:
    tellers: list[Teller] = app.extensions.get(KEY, [])
    return tellers


def list_headers(app: Flask) -> list[str]:
    """Return the headers that pages depend on, for `Vary` (RFC 9110, section 12.5.5)."""
    named = [name for teller in tellers_of(app) for name in teller.headers]
    return sorted({"Accept-Encoding", "Cookie", *named})
