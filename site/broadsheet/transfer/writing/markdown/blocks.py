"""The blocks of an article (see `articles.models.Article`) as Markdown."""

from collections.abc import Sequence, Set
from typing import Any

from ...markup.comments.to_markdown import ITSELF, write_target
from .converter import convert_html, write_picture
from .escaping import escape_words, write_signs


def write_blocks(blocks: Sequence[dict[str, Any]], headings: Set[str]) -> str:
    """Return the text of an article; `headings` are the ids that its headings have."""
    parts = (_write_block(block, headings) for block in blocks)
    return "\n\n".join(part for part in parts if part)


def _write_block(block: dict[str, Any], headings: Set[str]) -> str:
    if "link" in block:
        return _write_link(block["link"], block["label"])
    if "picture" in block:
        return _write_picture(block["picture"])
    return convert_html(block["html"], headings)


def _write_link(address: str, label: str) -> str:
    words = escape_words(label)
    if label == words == address and ITSELF.fullmatch(address):
        return address
    return write_signs(f"[{words}]({write_target(address)})")


def _write_picture(picture: dict[str, Any]) -> str:
    credit = f"© {picture['credit']}" if picture["credit"] else ""
    title = " ".join(filter(None, (picture["caption"], credit)))
    return write_signs(write_picture(picture["address"], picture["alt"], title))
