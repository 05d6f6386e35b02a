"""Parts of a page that are kept, so that a page that is made anew need not be made anew whole.

They are kept where finished pages are (`page_cache`), each for those readers and that address for which it was made. Without
the page cache, as in somebody else's app, they are made each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from sys import getsizeof
from time import time
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app

from ..storage import lookout_of, moment_of_reading
from .keeping import Place, depend_on, keep_until, kept_until, place_of_page

if TYPE_CHECKING:
    from .page_cache.shelf import Shelf

KEY = "broadsheet.page_cache.parts"
OVERHEAD = 1_000  # bytes that a part takes beside its text, about


@dataclass(slots=True, eq=False)
class Part:
    """`until` is the moment that ends it; `used`: somebody asked for it again."""

    key: tuple[Any, ...]
    value: Any
    size: int
    names: frozenset[str]
    until: datetime | None
    used: bool = False


class Parts:
    """What is kept on a shelf of the page cache."""

    def __init__(self, app: Flask, shelf: "Shelf") -> None:
        self.shelf = shelf
        self.lookout = lookout_of(app)

    def find(self, key: tuple[Any, ...]) -> Part | None:
        part = self.shelf.entries.get(key)
        if not isinstance(part, Part) or (part.until and part.until.timestamp() <= time()):
            return None
        part.used = True
        return part

    def keep(self, part: Part, moment: int) -> None:
        """Keep what was made of what was read at a moment of the lookout."""
        if self.shelf.takes(part):
            self.shelf.put(part, lambda: not self.lookout.changed_since(moment, part.names))


def weigh(*texts: str) -> int:
    """Return how much memory a part of these texts takes, in bytes, about; one emoji makes all letters of a text wide."""
    return OVERHEAD + sum(map(getsizeof, texts))


def find_parts() -> tuple[Parts, Place, int] | None:
    """Return where parts of the page being made are kept, for whom, and the moment that they are of; None where none are."""
    parts: Parts | None = current_app.extensions.get(KEY)
    place = place_of_page()
    moment = moment_of_reading() if parts and place else None
    return (parts, place, moment) if parts and place and moment is not None else None


def keep_part(name: str, ends: tuple[str, ...], make: Callable[[], str]) -> str:
    """Return what `make` makes, for a part of this name of the page being made, until something changes that `ends` names.

    It may hang on the address, the language and the rest of what the request says, but not on what is one reader's alone,
    nor on what they chose, which can change meanwhile. It ends when the page does, as far as that was said.
    """
    found = find_parts()
    depend_on(*ends)
    if found is None:
        return make()
    parts, place, moment = found
    key = (name, *place.key)
    part = parts.find(key)
    if part is None:
        text = make()
        part = Part(key, text, weigh(text), frozenset(ends), kept_until())
        parts.keep(part, moment)
    keep_until(part.until)
    kept: str = part.value
    return kept
