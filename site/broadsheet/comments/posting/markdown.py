"""A comment's text as HTML: a small part of Markdown, everything else shown as it was typed."""

import re
from html import unescape
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from ...sanitise import COMMENT, clean
from .visible import shows_something

DEEPEST = 20

# "zero" knows nothing but paragraphs; what readers may use is switched on by name. Raw HTML is not among it.
PARSER = MarkdownIt("zero", {"breaks": True, "html": False, "maxNesting": DEEPEST}).enable(
    [
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
)


AS_TYPED = MarkdownIt("zero", {"breaks": True, "html": False}).enable("newline")


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


PARSER.validateLink = stays_a_link  # type: ignore[assignment, method-assign]


def render_comment(text: str) -> str:
    """Return clean HTML for what a reader typed; as typed, where Markdown would leave nothing or something out."""
    tokens = PARSER.parse(text)
    if all(token.level < DEEPEST - 1 for token in tokens):  # The parser drops what lies deeper.
        html = clean(PARSER.renderer.render(tokens, PARSER.options, {}), COMMENT)
        if shows_something(unescape(re.sub(r"<[^>]*>", "", html))):
            return html
    return clean(AS_TYPED.render(text), COMMENT)
