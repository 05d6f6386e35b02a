"""Lexical, which Ghost's editor has written since 2023, becomes HTML.

A document is a tree of nodes, each with a `type`. It is walked without recursion, and what lies too deep stands flat.
"""

from collections.abc import Callable
from typing import Any

from bs4.element import PageElement, Tag

from ...reading.fields import listed, said
from ..elements import make_element, make_root, write_html
from .cards import make_card

DEEPEST = 50
# The bits of a text's format, the outermost first.
FORMATS = (
    (1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"), (128, "mark"),
)  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
Node = dict[str, Any]


def lexical_to_html(document: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the HTML of a document, not cleaned yet, and notes on what changed or was left out."""
    root, notes = make_root(), dict[str, None]()
    waiting: list[tuple[Any, Tag, int]] = [(document.get("root"), root, 0)]
    while waiting:
        node, parent, depth = waiting.pop()
        inside, note = _place(node, parent, depth)
        if note:
            notes[note] = None
        waiting += [(child, inside, depth + 1) for child in reversed(listed(node, "children"))]
    _drop_empty_paragraphs(root)
    return write_html(root), list(notes)


def _place(node: Any, parent: Tag, depth: int) -> tuple[Tag, str]:
    """Put a node at the end of an element; return the element that its children go into, and a note or an empty text."""
    if not isinstance(node, dict):
        return parent, ""
    kind = said(node, "type").removeprefix("extended-")
    if kind in ELEMENTS:
        return _place_element(ELEMENTS[kind](node), node, parent, depth), ""
    if kind in INLINES:
        parent.extend(INLINES[kind](node))
        return parent, ""
    if kind in {"root", ""} or listed(node, "children"):
        return parent, ""
    parts, note = make_card(kind, node)
    parent.extend(parts)
    return parent, note


def _place_element(element: Tag, node: Node, parent: Tag, depth: int) -> Tag:
    if depth > DEEPEST:
        return parent
    if element.name == "li" and _is_list_alone(node):
        above = parent.contents[-1] if parent.contents else None
        if isinstance(above, Tag) and above.name == "li":
            return above
    parent.append(element)
    return element


def _is_list_alone(node: Node) -> bool:
    """Tell whether a list's entry is only there to hold the list below the entry before it."""
    children = listed(node, "children")
    return bool(children) and all(said(child, "type") == "list" for child in children)


def _make_heading(node: Node) -> Tag:
    tag = said(node, "tag")
    return make_element(tag if tag in HEADINGS else "h2")


def _make_list(node: Node) -> Tag:
    if said(node, "listType") != "number":
        return make_element("ul")
    start = said(node, "start")
    return make_element("ol", **({"start": start} if start not in {"", "1"} else {}))


def _make_link(node: Node) -> Tag:
    return make_element("a", href=said(node, "url"))


def _make_text(node: Node) -> list[PageElement | str]:
    text = node.get("text")
    bits = node.get("format")
    made: PageElement | str = text if isinstance(text, str) else ""
    for bit, name in reversed(FORMATS):
        if made and isinstance(bits, int) and bits & bit:
            made = make_element(name, made)
    return [made]


def _drop_empty_paragraphs(root: Tag) -> None:
    for paragraph in root.find_all("p"):
        if not paragraph.contents:
            paragraph.extract()


ELEMENTS: dict[str, Callable[[Node], Tag]] = {
    "paragraph": lambda _node: make_element("p"),
    "heading": _make_heading,
    "quote": lambda _node: make_element("blockquote"),
    "aside": lambda _node: make_element("blockquote"),
    "list": _make_list,
    "listitem": lambda _node: make_element("li"),
    "link": _make_link,
    "autolink": _make_link,
    "at-link": _make_link,
}
INLINES: dict[str, Callable[[Node], list[PageElement | str]]] = {
    "text": _make_text,
    "tk": _make_text,
    "linebreak": lambda _node: [make_element("br")],
    "tab": lambda _node: ["\t"],
    "zwnj": lambda _node: [],
    "at-link-search": lambda _node: [],
}
