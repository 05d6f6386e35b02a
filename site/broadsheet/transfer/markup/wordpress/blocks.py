"""Blocks: the comments that delimit them go, and what they say that the HTML does not becomes a mark.

A block's HTML is between `<!-- wp:name {json} -->` and `<!-- /wp:name -->`; one that has none ends with `/-->`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .block_names import STATIC, is_dynamic, is_embed
from .block_notes import note_dynamic, note_unknown
from .lone_blocks import make_lone_block
from .work import Reading, Work

OPENS, CLOSES = "<!--", "-->"
# The comments that part pages end a paragraph too.
PARTS = re.compile(r"\s*(more\b|nextpage\b|/?wp:)")
DELIMITER = re.compile(r"\s*(/?)wp:([a-z][a-z0-9_-]*+(?:/[a-z][a-z0-9_-]*+)?)(?:\s|$|/)")
BLANK = "\n\n"


@dataclass
class Delimiter:
    name: str
    closes: bool = False
    stands_alone: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass
class Open:
    """A block that is not closed yet: where its content begins in what is put out, and how much there was before it."""

    name: str
    start: int
    filled: int


def take_blocks(work: Work, text: str) -> tuple[str, Reading]:
    """Return the text without comments, with marks, and how it is to be read: with blocks in it, or as a classic one."""
    has_blocks = "<!-- wp:" in text
    page = Page(work, has_blocks)
    for piece, delimiter in _split(text):
        page.add(piece)
        if isinstance(delimiter, str):
            page.add(delimiter)
        elif delimiter.closes:
            page.close(delimiter.name)
        elif delimiter.stands_alone and not page.in_dynamic:
            page.put(make_lone_block(work, delimiter.name, delimiter.attributes))
        elif not delimiter.stands_alone:
            page.open_block(delimiter.name)
    page.close_all()
    return "".join(page.out), ("blocks" if has_blocks else "classic")


class Page:
    """What is put out, and the blocks that are open."""

    def __init__(self, work: Work, has_blocks: bool) -> None:
        self.work, self.has_blocks = work, has_blocks
        self.out: list[str] = []
        self.filled = 0
        self.open: list[Open] = []
        self.open_names: dict[str, int] = {}
        self.in_dynamic = 0  # Of what lies in a block that goes, nothing needs a note.

    def put(self, text: str) -> None:
        self.out.append(text)
        self.filled += bool(text.strip())

    def add(self, text: str) -> None:
        """Put text out; what stands between blocks is read as it was written, which is the classic way."""
        if self.has_blocks and not self.open and text.strip():
            self.put(self.work.mark(lambda: self.work.build(text, "classic")))
        else:
            self.put(text)

    def open_block(self, name: str) -> None:
        self.open.append(Open(name, len(self.out), self.filled))
        self.open_names[name] = self.open_names.get(name, 0) + 1
        self.in_dynamic += is_dynamic(name)

    def close(self, name: str) -> None:
        """Close a block and those that lie in it; one that is not open is passed over."""
        while self.open_names.get(name):
            block = self.open.pop()
            self.open_names[block.name] -= 1
            self.in_dynamic -= is_dynamic(block.name)
            self._finish(block)
            if block.name == name:
                break

    def close_all(self) -> None:
        while self.open:
            self.close(self.open[-1].name)

    def _finish(self, block: Open) -> None:
        name = block.name
        if is_dynamic(name):
            del self.out[block.start :]
            self.filled = block.filled
            if not self.in_dynamic:
                note_dynamic(self.work, name)
        elif self.in_dynamic:
            return
        elif name in {"freeform", "shortcode"}:
            text = "".join(self.out[block.start :])
            del self.out[block.start :]
            # A shortcode's other half may stand in another block, so a lone one is not parted from the rest.
            classic = name == "freeform" or BLANK in text.strip()
            self.put(
                self.work.mark(lambda: self.work.build(text, "classic")) if classic else f"\n{text.strip()}\n"
            )
        elif name not in STATIC and not is_embed(name):
            note_unknown(self.work, name, self.filled > block.filled)


def _split(text: str) -> Iterator[tuple[str, Delimiter | str]]:
    """Yield what stands before each comment, and the comment: a delimiter, or what takes its place."""
    position = 0
    while (start := text.find(OPENS, position)) >= 0:
        end = text.find(CLOSES, start + len(OPENS))
        if end < 0:  # A browser would hide all the rest.
            yield text[position:].replace(OPENS, "&lt;!--"), ""
            return
        yield text[position:start], _read_comment(text[start + len(OPENS) : end])
        position = end + len(CLOSES)
    yield text[position:], ""


def _read_comment(comment: str) -> Delimiter | str:
    found = DELIMITER.match(comment)
    if not found:
        return BLANK if PARTS.match(comment) else ""
    name = found[2].removeprefix("core/")
    if found[1]:
        return Delimiter(name, closes=True)
    said = comment[found.end(2) :].strip()
    attributes = _read_attributes(said.removesuffix("/"))
    return Delimiter(name, stands_alone=said.endswith("/"), attributes=attributes)


def _read_attributes(said: str) -> dict[str, Any]:
    try:
        read = json.loads(said) if said.lstrip().startswith("{") else {}
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
