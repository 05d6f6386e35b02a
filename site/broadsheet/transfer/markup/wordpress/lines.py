"""Lines and paragraphs: what may stand in a line, and what ends it."""

from collections.abc import Iterator, Sequence

from bs4.element import NavigableString, Tag

from .attributes import keep_attributes
from .typed_lines import BREAK, is_gap
from .work import Node, Work

BLOCKS = frozenset({
    "address", "blockquote", "caption", "col", "colgroup", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
}) | {BREAK}  # fmt: skip
# The page's one h1 is its headline; of others there is a plainer name.
PLAIN = {"h1": "h2", "acronym": "abbr", "b": "strong", "i": "em", "strike": "s", "tt": "code"}
MEDIA = frozenset({"img", "iframe", "video", "audio"})


def lay(work: Work, nodes: Sequence[Node]) -> list[Node]:
    """Return nodes of which none is a bare line: each line is in a paragraph."""
    return _lay(work, nodes, "p", {})


def _lay(work: Work, nodes: Sequence[Node], name: str, attributes: dict[str, str]) -> list[Node]:
    laid: list[Node] = []
    for part in split_at_blocks(nodes):
        if isinstance(part, Tag):
            laid += [part] if part.name != BREAK else []
            continue
        pictures, line = _take_pictures(part)
        laid += [work.new("figure", [picture]) for picture in pictures]
        if is_filled(line):
            laid.append(work.new(name, line, attributes))
            attributes = {key: value for key, value in attributes.items() if key != "id"}
    return laid


def _take_pictures(line: list[Node]) -> tuple[list[Node], list[Node]]:
    """Return the pictures that a line begins with, and the rest: text flowed around them, and they are large now."""
    rest = trim(line)
    pictures: list[Node] = []
    while rest and shows(rest[0]):
        pictures.append(rest[0])
        rest = trim(rest[1:])
    return pictures, rest


def shows(node: Node) -> bool:
    """Say whether a node is a picture, with or without a link, or another thing to look at or listen to."""
    if not isinstance(node, Tag):
        return False
    linked = node.name == "a" and len(node.contents) == 1
    return node.name in MEDIA or (
        linked and isinstance(node.contents[0], Tag) and node.contents[0].name == "img"
    )


def split_at_blocks(nodes: Sequence[Node]) -> Iterator[list[Node] | Tag]:
    """Yield lists of what stands in one line, and between them what does not."""
    line: list[Node] = []
    for node in nodes:
        if isinstance(node, Tag) and node.name in BLOCKS:
            if line:
                yield line
            line = []
            yield node
        else:
            line.append(node)
    if line:
        yield line


def trim(line: list[Node]) -> list[Node]:
    """Return a line without blanks and line breaks around it."""
    start, end = 0, len(line)
    while start < end and is_gap(line[start]):
        start += 1
    while start < end and is_gap(line[end - 1]):
        end -= 1
    trimmed = line[start:end]
    if trimmed and isinstance(trimmed[0], NavigableString):
        trimmed[0] = NavigableString(trimmed[0].lstrip())
    if trimmed and isinstance(trimmed[-1], NavigableString):
        trimmed[-1] = NavigableString(trimmed[-1].rstrip())
    return trimmed


def is_filled(nodes: Sequence[Node]) -> bool:
    """Say whether there is something to see; an element is only made if there was something in it."""
    return any(
        bool(node.strip()) if isinstance(node, NavigableString) else node.name != "br" for node in nodes
    )


def is_break(node: Node) -> bool:
    return isinstance(node, Tag) and node.name == BREAK


def has_break(nodes: Sequence[Node]) -> bool:
    return any(is_break(node) for node in nodes)


def without_blanks(nodes: Sequence[Node]) -> list[Node]:
    return [node for node in nodes if not is_gap(node)]


def keep_line(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    """Keep a paragraph or a heading, in as many parts as it has."""
    return [
        work.new(BREAK),
        *_lay(work, children, PLAIN.get(tag.name, tag.name), keep_attributes(tag)),
        work.new(BREAK),
    ]


def keep_box(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    """Keep what holds a line, or paragraphs if there is more than one."""
    children = trim(children)
    if has_break(children):
        inside = lay(work, children)
    else:
        parts = split_at_blocks(children)
        inside = [node for part in parts for node in ([part] if isinstance(part, Tag) else trim(part))]
    if not is_filled(inside) and tag.name not in {"td", "th", "dt", "dd"}:
        return []
    return [work.new(tag.name, inside, keep_attributes(tag))]


def keep_within_line(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    """Keep an element of a line around each part of what it holds that is a line."""
    kept: list[Node] = []
    for part in split_at_blocks(children):
        if isinstance(part, Tag):
            kept.append(part)
        elif is_filled(part):
            kept.append(work.new(PLAIN.get(tag.name, tag.name), part, keep_attributes(tag)))
        else:
            kept += part
    return kept
