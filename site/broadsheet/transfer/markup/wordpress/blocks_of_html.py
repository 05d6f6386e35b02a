"""What is no line: lists, tables, quotations, figures, and the boxes of a layout, which go."""

import re
from collections.abc import Sequence

from bs4.element import Tag

from .attributes import has_class, keep_attributes, said
from .embeds import make_embed
from .figures import make_figure
from .lines import BLOCKS, is_break, is_filled, lay, shows, without_blanks
from .typed_lines import BREAK
from .work import Node, Work, take_children

BACKGROUND = re.compile(r"""background(?:-image)?:\s*+url\(\s*+["']?([^"')\s]++)""")


def keep_pre(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    inside = [node for node in children if not is_break(node)]
    return [work.new("pre", inside)] if is_filled(inside) else []


def keep_structure(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    """Keep a table, or a part of it; blanks between its parts are nothing."""
    inside = without_blanks(children)
    return [work.new(tag.name, inside, keep_attributes(tag))] if inside else []


def keep_list(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    """Keep a list, unless it was but a gallery of figures."""
    inside = without_blanks(children)
    if inside and all(_holds_figures(node) for node in inside):
        return [figure for item in inside if isinstance(item, Tag) for figure in take_children(item)]
    items = [
        node if isinstance(node, Tag) and node.name in BLOCKS else work.new("li", [node]) for node in inside
    ]
    return [work.new(tag.name, items, keep_attributes(tag))] if items else []


def keep_blockquote(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    inside = _lay_with_source(work, children)
    return [work.new("blockquote", inside, keep_attributes(tag))] if inside else []


def _lay_with_source(work: Work, children: Sequence[Node]) -> list[Node]:
    """Return paragraphs; who is quoted has one of their own."""
    parted: list[Node] = []
    for node in children:
        is_source = isinstance(node, Tag) and node.name == "cite"
        parted += [work.new(BREAK), node] if is_source else [node]
    return lay(work, parted)


def keep_details(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    inside = lay(work, children)
    return [work.new("details", inside)] if inside else []


def keep_figure(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    """Keep a figure that shows something; of another one, what lay in it stays, and its caption as a paragraph."""
    inside = without_blanks(children)
    if has_class(tag, "wp-block-embed") or said(tag, "class").startswith("wp-block-embed"):
        inside = _find_address(work, inside)
    elif any(shows(node) for node in inside):
        return [work.new("figure", inside, keep_attributes(tag))]
    if has_class(tag, "wp-block-pullquote"):
        for node in inside:
            if isinstance(node, Tag) and node.name == "blockquote":
                node["class"] = "pull-quote"
    return [work.new(BREAK), *(new for node in inside for new in _take_caption(work, node)), work.new(BREAK)]


def _take_caption(work: Work, node: Node) -> list[Node]:
    """Return what a caption says as paragraphs; any other node as it is."""
    return lay(work, take_children(node)) if isinstance(node, Tag) and node.name == "figcaption" else [node]


def _find_address(work: Work, nodes: Sequence[Node]) -> list[Node]:
    caption = [node for node in nodes if _is_caption(node)]
    others = [node for node in nodes if not _is_caption(node)]
    said_there = "".join(node.get_text() for node in others).strip()
    if not said_there or re.search(r"\s", said_there):
        return [*others, *caption]
    return [*make_embed(work, said_there, "The block “embed”"), *caption]


def unwrap_box(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    """Return what lay in a box, as blocks."""
    if has_class(tag, "wp-block-file"):
        return _keep_first_link(work, children)
    inside = lay(work, children)
    background = (
        BACKGROUND.search(said(tag, "style"))
        if has_class(tag, "wp-block-cover", "wp-block-cover-image")
        else None
    )
    if background:
        inside.insert(0, make_figure(work, background[1], ""))
    return [work.new(BREAK), *inside, work.new(BREAK)]


def _keep_first_link(work: Work, children: Sequence[Node]) -> list[Node]:
    """Return the link to a file without the button beside it, which leads there too."""
    seen: set[str] = set()
    kept: list[Node] = []
    for node in children:
        address = said(node, "href") if isinstance(node, Tag) and node.name == "a" else ""
        kept += [] if address in seen else [node]
        seen |= {address} if address else set()
    return lay(work, kept)


def _is_caption(node: Node) -> bool:
    return isinstance(node, Tag) and node.name == "figcaption"


def _holds_figures(node: Node) -> bool:
    return (
        isinstance(node, Tag)
        and node.name == "li"
        and all(isinstance(child, Tag) and child.name == "figure" for child in node.contents)
    )
