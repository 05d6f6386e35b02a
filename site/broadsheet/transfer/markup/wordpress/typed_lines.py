"""WordPress' automatic paragraphs: a blank line or two `br` part paragraphs, and a single line break is a `br`."""

import re
from collections.abc import Sequence

from bs4.element import NavigableString, Tag

from .work import Node, Work

# They stand among the nodes until these are laid: the end of a paragraph, and a line break that somebody typed.
BREAK, TYPED = "wp-break", "wp-typed"
BLANK_LINE = re.compile(r"\n\s*\n")
TYPED_LINE = re.compile(r"[ \t]*+\n[ \t]*+")


def split_text(work: Work, text: str) -> list[Node]:
    """Return the text, with nodes where blank lines and line breaks were typed."""
    nodes: list[Node] = []
    for number, paragraph in enumerate(BLANK_LINE.split(text)):
        if number:
            nodes.append(work.new(BREAK))
        for line_number, line in enumerate(TYPED_LINE.split(paragraph)):
            if line_number:
                nodes.append(work.new(TYPED))
            if line:
                nodes.append(NavigableString(line))
    return nodes


def join(work: Work, nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes with one node for all that stands between two lines: the end of a paragraph, or of a line."""
    joined: list[Node] = []
    gap: list[Node] = []
    for node in nodes:
        if is_gap(node):
            gap.append(node)
        else:
            joined += [*_settle(work, gap), node]
            gap = []
    return [*joined, *_settle(work, gap)]


def _settle(work: Work, gap: Sequence[Node]) -> list[Node]:
    names = [node.name for node in gap if isinstance(node, Tag)]
    if BREAK in names or names.count("br") > 1:
        return [work.new(BREAK)]
    return [work.new("br")] if names else list(gap)


def is_gap(node: Node) -> bool:
    if isinstance(node, NavigableString):
        return not node.strip()
    return node.name in {"br", BREAK, TYPED}
