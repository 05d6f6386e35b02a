"""The blocks of an article (see `models.Article`), made of a text that is laid out."""

import re
from typing import Any

from ....sanitise import IMPORTED, SCHEMES, clean
from ...pictures.using import describe
from ..rendered import BARE_ADDRESS
from .media import find_page, scheme_of
from .tree import Element, Node, read_words, walk, write_html

AT_ONCE = 50  # bleach takes a time that grows with the square of how many elements stand beside each other.
BLANK = re.compile(r"\s*")


def make_blocks(root: Element) -> list[dict[str, Any]]:
    """Return the blocks; what is HTML in them has passed the sanitiser, and nothing may change it any more."""
    blocks: list[dict[str, Any]] = []
    pending: list[str] = []
    for element in root.children:
        if not isinstance(element, Element):
            continue
        special = _list_pictures(element) or _list_links(element)
        if special:
            _flush(pending, blocks)
            blocks += special
        else:
            pending.append(write_html(_finish(element)))
        if len(pending) == AT_ONCE:
            _flush(pending, blocks)
    _flush(pending, blocks)
    return blocks


def _flush(pending: list[str], blocks: list[dict[str, Any]]) -> None:
    if pending:
        blocks.append({"html": clean("\n".join(pending), IMPORTED)})
        pending.clear()


def _finish(element: Element) -> Element:
    """Give a table a box in which it can scroll; a medium that stands within something else is a plain link there."""
    for inner in walk(element):
        if inner.name == "embed":
            inner.name, inner.children = "a", [inner.attributes.pop("title")]
    if element.name == "table":
        return Element("div", {"class": "table", "tabindex": "0"}, [element])
    return element


def _list_pictures(element: Element) -> list[dict[str, Any]]:
    """Return the pictures of a figure, or of a paragraph that holds nothing else."""
    shown = [child for child in element.children if _is_seen(child)]
    caption = ""
    if element.name == "figure":
        caption = " ".join(read_words(child) for child in shown[1:])
        shown = shown[:1]
    elif element.name != "p" or "id" in element.attributes:
        return []
    pictures = [child for child in shown if isinstance(child, Element) and child.picture]
    if len(pictures) < len(shown):
        return []
    return [
        {"picture": describe(image.picture, image.attributes["alt"], caption, "")}
        for image in pictures
        if image.picture
    ]


def _is_seen(node: Node) -> bool:
    return node.name != "br" if isinstance(node, Element) else not BLANK.fullmatch(node)


def _list_links(element: Element) -> list[dict[str, Any]]:
    """Return the link that stands alone, as a medium, a link in a paragraph or a bare address."""
    if element.name == "embed":
        return [{"link": element.attributes["href"], "label": element.attributes["title"]}]
    children = [child for child in element.children if _is_seen(child)]
    if element.name != "p" or len(children) != 1:
        return []
    words = read_words(element)
    child = children[0]
    if isinstance(child, str):
        return [{"link": find_page(words), "label": words}] if BARE_ADDRESS.fullmatch(words) else []
    plain = all(inner.name in {"a", "code", "br"} for inner in walk(child)) and "id" not in child.attributes
    address = child.attributes.get("href", "").strip()
    if child.name != "a" or not plain or not words or scheme_of(address) not in {"", *SCHEMES}:
        return []
    return [{"link": find_page(address), "label": words}]
