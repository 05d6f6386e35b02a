"""Loose text becomes paragraphs."""

import re
from collections.abc import Iterator

from .tree import Element, Node, has_content

# As long as a whole article; bleach takes a time that grows with the square of how much stands in one piece.
PIECE = re.compile(r".{1,20000}(?:\s|\Z)|.{1,20000}", re.DOTALL)


def make_paragraphs(nodes: list[Node]) -> Iterator[Element]:
    """Yield loose nodes as paragraphs; two line breaks part them, as in times when nobody wrote paragraphs."""
    paragraph: list[Node] = []
    breaks = 0
    for node in _cut(nodes):
        if isinstance(node, Element) and node.name == "br":
            breaks += 1
        elif not breaks or not isinstance(node, str) or node.strip():
            if breaks > 1:
                yield from _close(paragraph)
                paragraph = []
            paragraph += [Element("br")] if breaks == 1 and paragraph else []
            paragraph.append(node)
            breaks = 0
    yield from _close(paragraph)


def _close(nodes: list[Node]) -> list[Element]:
    if not has_content(nodes):
        return []
    if isinstance(nodes[0], str):
        nodes[0] = nodes[0].lstrip()
    if isinstance(nodes[-1], str):
        nodes[-1] = nodes[-1].rstrip()
    return [Element("p", {}, nodes)]


def _cut(nodes: list[Node]) -> Iterator[Node]:
    """Yield the nodes; a text that is far too long for one paragraph is cut, at a space if it has one."""
    for node in nodes:
        pieces = PIECE.findall(node) if isinstance(node, str) else [node]
        for piece in pieces[:-1]:
            yield from (piece, Element("br"), Element("br"))
        yield from pieces[-1:]
