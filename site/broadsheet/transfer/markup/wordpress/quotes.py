"""What shortcodes quote or remark."""

from .shortcode_tokens import Shortcode
from .work import Node, Work


def make_quote(work: Work, shortcode: Shortcode) -> list[Node]:
    """Return a quotation, and below it who said so."""
    if not shortcode.content:
        return []
    said = work.build(shortcode.content, "classic")
    author = shortcode.said("author", "cite", "source", "name")
    if author:
        said.append(work.new("p", work.build(author, "inline")))
    return [work.new("blockquote", said)] if said else []


def make_footnote(work: Work, shortcode: Shortcode) -> list[Node]:
    """Return a note in brackets, where its number was."""
    note = work.build((shortcode.content or "").strip(), "inline")
    opens, closes = work.text(" ("), work.text(")")
    return [opens, *note, closes] if note else []
