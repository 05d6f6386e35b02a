"""The headings of a text: each can be linked to, and together they are its contents."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from ..slugs import make_slug

LISTED = {"h2": 2, "h3": 3}
PREFIX = "h-"  # So that no heading takes the id of a part of the page.


class Headings:
    """Finds an id for each heading of a text, and collects its `contents` (see `models.Article`)."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = Counter(taken)
        self.contents: list[dict[str, Any]] = []

    def add(self, title: str, level: int | None, id: str | None = None) -> str:
        """Return the id of a heading, which may have one; it stands in the contents if it has a title and a level."""
        id = id or self._find_free(f"{PREFIX}{make_slug(title) or 'part'}")
        if title and level:
            self.contents.append({"id": id, "title": title, "level": level})
        return id

    def _find_free(self, id: str) -> str:
        """Return the id, with a number where another heading has it."""
        self.taken[id] += 1
        return id if self.taken[id] == 1 else self._find_free(f"{id}-{self.taken[id]}")


def name_headings(tokens: Sequence[Token]) -> list[dict[str, Any]]:
    """Give each heading of a text in Markdown an id and a link to itself; return the contents."""
    headings = Headings()
    for opening, line in pairwise(tokens):
        if opening.type == "heading_open":
            id = headings.add(plain_words(line), LISTED.get(opening.tag))
            opening.attrs["id"] = id
            link = Token("link_open", "a", 1, attrs={**describe_link(id)})
            line.children = [*(line.children or []), link, Token("link_close", "a", -1)]
    return headings.contents


def plain_words(line: Token) -> str:
    """Return the words of a line without its markup."""
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content for child in line.children or []
    )


def describe_link(id: str) -> dict[str, str]:
    """Return the attributes of the sign behind a heading: for the mouse alone, as it would be noise to those who listen or
    use a keyboard."""
    return {"class": "anchor", "href": f"#{id}", "aria-hidden": "true", "tabindex": "-1"}
