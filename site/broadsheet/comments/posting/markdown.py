"""A comment's text as HTML: a small part of Markdown, everything else shown as it was typed."""

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...sanitise import COMMENT, clean
from .visible import shows_something

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

DEEPEST = 20
ALLOWED = [
    "blockquote",
    "list",
    "code",
    "fence",
    "emphasis",
    "link",
    "autolink",
    "backticks",
    "escape",
    "newline",
    "entity",
]


def stays_a_link(address: str) -> bool:
    """Whether an address is one that the sanitiser leaves in a link, and that says plainly where it leads.

    Any other is shown as it was typed: `//host` and `http:host` lead to other sites without looking so.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.hostname)
    return parts.scheme == "mailto" if parts.scheme else not address.startswith("//")


@cache
def make_parsers() -> "tuple[MarkdownIt, MarkdownIt]":
    """Return what reads a text as Markdown, and what reads it as it was typed.

    "zero" knows nothing but paragraphs; what readers may use is switched on by name. Raw HTML is not among it.
    """
    from markdown_it import MarkdownIt  # Not above, so that the first page of a start need not wait for it.

    parser = MarkdownIt("zero", {"breaks": True, "html": False, "maxNesting": DEEPEST}).enable(ALLOWED)
    parser.validateLink = stays_a_link  # type: ignore[assignment, method-assign]
    return parser, MarkdownIt("zero", {"breaks": True, "html": False}).enable("newline")


def render_comment(text: str) -> str:
    """Return clean HTML for what a reader typed; as typed, where Markdown would leave nothing or something out."""
    parser, as_typed = make_parsers()
    tokens = parser.parse(text)
    if all(token.level < DEEPEST - 1 for token in tokens):  # The parser drops what lies deeper.
        html = clean(parser.renderer.render(tokens, parser.options, {}), COMMENT)
        if shows_something(unescape(re.sub(r"<[^>]*>", "", html))):
            return html
    return clean(as_typed.render(text), COMMENT)
