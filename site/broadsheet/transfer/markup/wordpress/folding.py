"""From the tree of an old text to ours, from the leaves up: what lies in an element is ready when its rule is asked.

A rule is given new nodes and returns new nodes: the element with them, them without it, or several elements. What is no
part of a line (`lines.BLOCKS`) leaves the lines that it lay in.
"""

from collections.abc import Callable, Iterable

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from . import blocks_of_html, lines, links, media_of_html, typed_lines
from .work import MARK, WORD_MARK, Node, Reading, Work

# Line breaks in them stand for themselves.
VERBATIM = frozenset({"pre", "iframe", "video", "audio"})
Rule = Callable[[Work, Tag, list[Node]], list[Node]]


def fold_tree(work: Work, tree: BeautifulSoup, reading: Reading) -> list[Node]:
    nodes = _fold_all(work, tree.contents, reading == "classic")
    if reading == "inline":
        return [node for node in nodes if not lines.is_break(node)]
    return lines.lay(work, nodes)


def _fold_all(work: Work, nodes: Iterable[PageElement], classic: bool) -> list[Node]:
    folded = [new for node in nodes for new in _fold(work, node, classic)]
    return typed_lines.join(work, folded) if classic else folded


def _fold(work: Work, node: PageElement, classic: bool) -> list[Node]:
    if not isinstance(node, Tag):
        text = str(node)
        return typed_lines.split_text(work, text) if classic else [NavigableString(text)]
    children = _fold_all(work, node.contents, classic and node.name not in VERBATIM)
    return RULES.get(node.name, lines.keep_within_line)(work, node, children)


def _take_mark(work: Work, tag: Tag, _children: list[Node]) -> list[Node]:
    nodes = work.take_marked(str(tag.get("n")))
    # Lines before and after it are not one line, whatever stands between them, or nothing.
    return (
        nodes if tag.name == WORD_MARK else [work.new(typed_lines.BREAK), *nodes, work.new(typed_lines.BREAK)]
    )


def _unwrap(_work: Work, _tag: Tag, children: list[Node]) -> list[Node]:
    return children


def _break_line(work: Work, tag: Tag, _children: list[Node]) -> list[Node]:
    return [NavigableString("\n") if tag.find_parent("pre") else work.new("br")]


def _keep_empty(work: Work, tag: Tag, _children: list[Node]) -> list[Node]:
    return [work.new(tag.name)]


RULES: dict[str, Rule] = {
    MARK: _take_mark,
    WORD_MARK: _take_mark,
    "span": _unwrap,
    "picture": _unwrap,
    "br": _break_line,
    "hr": _keep_empty,
    "img": media_of_html.keep_picture,
    "a": links.keep_link,
    **dict.fromkeys(("iframe", "video", "audio", "source", "track"), media_of_html.keep_media),
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "address"), lines.keep_line),
    **dict.fromkeys(("li", "td", "th", "dd", "dt", "figcaption", "caption", "summary"), lines.keep_box),
    **dict.fromkeys(("ul", "ol"), blocks_of_html.keep_list),
    **dict.fromkeys(
        ("table", "thead", "tbody", "tfoot", "tr", "colgroup", "dl"), blocks_of_html.keep_structure
    ),
    "col": _keep_empty,
    "pre": blocks_of_html.keep_pre,
    "blockquote": blocks_of_html.keep_blockquote,
    "details": blocks_of_html.keep_details,
    "figure": blocks_of_html.keep_figure,
    "div": blocks_of_html.unwrap_box,
    **dict.fromkeys(
        ("section", "article", "aside", "header", "footer", "main", "nav", "center"),
        blocks_of_html.unwrap_box,
    ),
}
