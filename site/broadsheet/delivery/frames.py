"""Frames: a page without the parts that are put in late, kept so that a page is made anew from it when one of those changes.

A view says `framed`; templates name what is put in late by `late`. A comment ends the thread on a page and not the story
above it, and a reader who has written is given the same story as all others, though the page is theirs alone.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from .keeping import Keeping, find_keeping
from .parts import Part, find_parts, weigh

MAKING = "broadsheet_frame"
OF_LATE = 3_000  # bytes of what is given to a function, about
# What the parts of a frame say of the page beside what they return.
SAID = ("broadsheet_language", "broadsheet_links_stylesheet", "broadsheet_shown")


@dataclass(frozen=True, slots=True)
class Late:
    """What is put in late: what a function returns for what it is given."""

    function: Callable[..., str]
    given: tuple[Any, ...]
    named: dict[str, Any]

    def __call__(self) -> str:
        return self.function(*self.given, **self.named)


class Making:
    """A frame that is being made. A mark that nobody can know stands where something is put in late."""

    def __init__(self) -> None:
        self.mark = secrets.token_hex(12)
        self.late: list[Late] = []

    def note(self, late: Late) -> Markup:
        self.late.append(late)
        return Markup(f"{self.mark}-{len(self.late) - 1}-")  # noqa: S704 -- Letters and digits.

    def split(self, page: str) -> list[str | Late]:
        pieces = re.split(f"{self.mark}-([0-9]+)-", page)
        return [self.late[int(piece)] if place % 2 else piece for place, piece in enumerate(pieces)]


@dataclass(frozen=True)
class Frame:
    """Pieces of text and what is put between them, and what its parts said of the page."""

    pieces: list[str | Late]
    keeping: Keeping
    said: dict[str, Any]

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes, about."""
        texts = [piece for piece in self.pieces if isinstance(piece, str)]
        return weigh(*texts) + OF_LATE * (len(self.pieces) - len(texts))

    def recall(self) -> None:
        """Say again of the page what was said when the frame was made."""
        keeping = find_keeping()
        if keeping:
            keeping.kept, keeping.for_everyone = self.keeping.kept, self.keeping.for_everyone
            keeping.names.update(self.keeping.names)
            keeping.until = self.keeping.until
            keeping.varying.update(self.keeping.varying)
        for name, value in self.said.items():
            setattr(g, name, dict(value) if isinstance(value, dict) else value)

    def fill(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece() for piece in self.pieces)


def late(function: Callable[..., str], *given: Any, **named: Any) -> str:
    """Return what a function returns, or in a frame what keeps its place; what it is given must hold as long as that."""
    making: Making | None = g.get(MAKING)
    part = Late(function, given, named)
    return making.note(part) if making else part()


def framed(make: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Return the page that `make` makes, its frame from memory if it is there."""
    found = find_parts()
    if found is None:
        return make()
    parts, place, moment = found
    key = ("frame", *place.key)
    part = parts.find(key)
    if part:
        frame: Frame = part.value
        frame.recall()
        return frame.fill()
    made = make_frame(make)
    if not isinstance(made, Frame):
        return made
    if made.keeping.kept and place.is_shared():
        names, until = frozenset(made.keeping.names), made.keeping.until
        parts.keep(Part(key, made, made.size, names, until), moment)
    return made.fill()


def make_frame(make: Callable[[], ResponseReturnValue]) -> Frame | ResponseReturnValue:
    """Return a frame, or what `make` returned if that is no text, or nothing in it is put in late."""
    making = Making()
    setattr(g, MAKING, making)
    try:
        page = make()
    finally:
        g.pop(MAKING)
    keeping = find_keeping()
    if not (isinstance(page, str) and making.late and keeping):
        return page
    said = {name: g.get(name) for name in SAID if name in g}
    said["broadsheet_shown"] = dict(said.get("broadsheet_shown", {}))
    noted = Keeping(
        kept=keeping.kept,
        names=set(keeping.names),
        until=keeping.until,
        for_everyone=keeping.for_everyone,
        varying=dict(keeping.varying),
    )
    return Frame(making.split(page), noted, said)
