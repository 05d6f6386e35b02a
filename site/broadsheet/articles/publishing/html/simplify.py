"""What a text shows or plays becomes what we have for it, and what only says how something looks goes."""

import re

from .elements import BLOCKS, MEDIA, VOID
from .media import find_media
from .pictures import Pictures, is_enlarged
from .tree import Element, Node, has_content

ALIGNED = re.compile(r"align\W*(center|right)")
PULL_QUOTE = re.compile(r"pull-?quote")


def simplify(parent: Element, pictures: Pictures, linked: bool = False) -> None:
    """Simplify all that is in an element; `linked` says whether it stands in a link."""
    parent.children = [new for child in parent.children for new in _replace(child, pictures, linked)]


def _replace(node: Node, pictures: Pictures, linked: bool) -> list[Node]:
    if isinstance(node, str):
        return [node]
    if node.name == "img":
        return pictures.place(node, linked)
    if node.name in MEDIA:
        medium = find_media(node)
        return [medium] if medium else []
    if PULL_QUOTE.search(node.attributes.get("class", "")):
        _mark_quotes(node)
    within = node.name == "a" and "href" in node.attributes and not is_enlarged(node)
    simplify(node, pictures, linked or within)
    if (node.name == "a" and not within) or node.name == "span" or _is_mark(node):
        return _leave_place(node, linked)
    node.attributes = _choose_attributes(node)
    return node.children if _says_nothing(node) else [node]


def _mark_quotes(node: Element) -> None:
    """Mark the quotation in what was set apart as one, or the quotation itself."""
    for quote in [node, *(child for child in node.children if isinstance(child, Element))]:
        if quote.name == "blockquote":
            quote.attributes["class"] = "pull-quote"


def _is_mark(node: Element) -> bool:
    """Whether this is an empty box that is there only for a link to lead to."""
    return node.name == "div" and not has_content(node.children)


def _says_nothing(node: Element) -> bool:
    """Whether this is markup within a line that is around nothing, such as a link without a word."""
    return node.name not in BLOCKS | VOID and "id" not in node.attributes and not has_content(node.children)


def _leave_place(node: Element, linked: bool) -> list[Node]:
    """Return what is in an element that means nothing by itself, with the place that a link leads to, if it is one."""
    place = node.attributes.get("id")
    return [Element("a", {"id": place}), *node.children] if place and not linked else node.children


def _choose_attributes(node: Element) -> dict[str, str]:
    """Return the attributes without those that say how something looks; what means something gets a class of ours."""
    look = {"class", "style", "align"}
    chosen = {name: value for name, value in node.attributes.items() if name not in look}
    aligned = ALIGNED.search(
        f"align-{node.attributes.get('align')} {node.attributes.get('style')} {node.attributes.get('class')}"
    )
    if node.name in {"td", "th"} and aligned:
        chosen["class"] = f"align-{aligned[1]}"
    if node.name == "blockquote" and node.attributes.get("class") == "pull-quote":
        chosen["class"] = "pull-quote"
    return chosen
