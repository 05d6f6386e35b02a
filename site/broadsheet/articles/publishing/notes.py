"""Footnotes: a number in the text leads to the note at its end, and the note leads back."""

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.token import Token


def split_notes(tokens: Sequence[Token]) -> tuple[list[Token], list[list[Token]]]:
    """Return the tokens of the text, and those of each note, in the order of their numbers."""
    text: list[Token] = []
    notes: list[list[Token]] = []
    inside = False
    for token in tokens:
        if token.type in {"footnote_block_open", "footnote_block_close"}:
            continue
        if token.type == "footnote_open":
            inside = True
            notes.append([])
        elif token.type == "footnote_close":
            inside = False
        elif token.type != "footnote_anchor":  # The template makes the ways back.
            (notes[-1] if inside else text).append(token)
    return text, notes


def link_notes(line: Token, found: dict[int, int]) -> None:
    """Put a link in the place of each reference in a line; count in `found` how often each note is referred to."""
    if any(child.type == "footnote_ref" for child in line.children or []):
        line.children = [token for child in line.children or [] for token in _link(child, found)]


def describe_notes(htmls: Sequence[str], found: dict[int, int]) -> dict[str, Any]:
    """Return the block of all notes: `{"notes": [{"html", "from": [ids of what refers to it]}]}`."""
    return {
        "notes": [
            {"html": html, "from": [_id_of(note, time) for time in range(found.get(note, 0))]}
            for note, html in enumerate(htmls)
        ]
    }


def _id_of(note: int, time: int) -> str:
    return f"note-{note + 1}-from" + (f"-{time + 1}" if time else "")


def _link(child: Token, found: dict[int, int]) -> Iterator[Token]:
    if child.type != "footnote_ref":
        yield child
        return
    note = int(child.meta["id"])
    time = found.get(note, 0)
    found[note] = time + 1
    yield Token("note_open", "sup", 1, attrs={"id": _id_of(note, time), "class": "note"})
    yield Token("link_open", "a", 1, attrs={"href": f"#note-{note + 1}"})
    yield Token("text", "", 0, content=str(note + 1))
    yield Token("link_close", "a", -1)
    yield Token("note_close", "sup", -1)
