"""The headings of a text: each can be linked to, and together they are its contents."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from ..slugs import make_slug

LISTED = {"h2": 2, "h3": 3}
PREFIX = "h-"  # So that no heading takes the id of a part of the page.


def name_headings(tokens: Sequence[Token]) -> list[dict[str, Any]]:
    """Give each heading an id and a link to itself; return the contents (see `models.Article`)."""
    contents: list[dict[str, Any]] = []
    taken: Counter[str] = Counter()
    for opening, line in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        title = plain_words(line)
        id = _find_free(f"{PREFIX}{make_slug(title) or 'part'}", taken)
        opening.attrs["id"] = id
        line.children = [*(line.children or []), *_link_to(id)]
        if title and opening.tag in LISTED:
            contents.append({"id": id, "title": title, "level": LISTED[opening.tag]})
    return contents


def plain_words(line: Token) -> str:
    """Return the words of a line without its markup."""
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content for child in line.children or []
    )


def _find_free(id: str, taken: Counter[str]) -> str:
    """Return the id, with a number where another heading has it."""
    taken[id] += 1
    return id if taken[id] == 1 else _find_free(f"{id}-{taken[id]}", taken)


def _link_to(id: str) -> list[Token]:
    """Make the sign behind a heading: for the mouse alone, as it would be noise to those who listen or use a keyboard."""
    attrs: dict[str, str | int | float] = {
        "class": "anchor",
        "href": f"#{id}",
        "aria-hidden": "true",
        "tabindex": "-1",
    }
    return [Token("link_open", "a", 1, attrs=attrs), Token("link_close", "a", -1)]
