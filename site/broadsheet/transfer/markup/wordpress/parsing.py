"""From text to a tree, as browsers read it, in linear time whatever the text is."""

import re
from collections.abc import Iterator

import nh3
from bs4 import BeautifulSoup

from .work import MARK, WORD_MARK

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)[^<>]*+>")
VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"})
# Their ends are often left out, and cannot lie in each other without another tag between.
CLOSED_BY_NEXT = frozenset(
    {"a", "p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot"}
)
FORMATTING = frozenset(
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
DEEPEST = 60
# Browsers open again in each paragraph what was left open before it.
DEEPEST_FORMATTING = 8

TAGS = frozenset({
    "a", "abbr", "acronym", "address", "article", "aside", "audio", "b", "blockquote", "br", "caption", "center",
    "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption",
    "figure", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "iframe", "img", "ins", "kbd", "li", "main", "mark", "nav",
    "ol", "p", "picture", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "strike",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "track", "tt",
    "u", "ul", "var", "video",
}) | {MARK, WORD_MARK}  # fmt: skip
GONE = frozenset({"script", "style", "select", "template", "textarea", "title", "object"})
ATTRIBUTES = {
    "class", "id", "lang", "dir", "title", "style", "href", "src", "alt", "rel", "start", "reversed", "type", "cite",
    "colspan", "rowspan", "scope", "datetime", "poster", "controls", "n", "kind", "srclang", "label",
    "data-orig-file", "data-lazy-src", "data-src", "data-original", "data-attachment-id", "data-id", "data-fn",
}  # fmt: skip

# What stands in a frame is no markup for browsers, but it would be for the parser. Other tags are met in order to pass over
# what only stands in their attributes.
WRITTEN = r'(?:\s[\w-]+="[^"]*+")*+'
FRAME = re.compile(rf"(<iframe{WRITTEN}>).*?(</iframe\s*>)|<[a-z][\w-]*{WRITTEN}>", re.DOTALL)


def parse(text: str) -> BeautifulSoup:
    """Return the tree of a text; scripts and what belongs to forms are gone, and no tag is closed too late or never."""
    whole = nh3.clean(
        "".join(_limit_depth(text)),
        tags=set(TAGS),
        clean_content_tags=set(GONE),
        attributes={"*": ATTRIBUTES},
        link_rel=None,
    )
    return BeautifulSoup(FRAME.sub(_empty, whole), "html.parser")


def _empty(tag: re.Match[str]) -> str:
    return f"{tag[1]}{tag[2]}" if tag[1] else tag[0]


def _limit_depth(text: str) -> Iterator[str]:
    """Yield the text without the tags that lie too deep, for which browsers' rules take quadratic time."""
    position = 0
    depth = {True: 0, False: 0}
    deepest = {True: DEEPEST_FORMATTING, False: DEEPEST}
    for tag in TAG.finditer(text):
        name = tag[2].lower()
        if name in VOID or name in CLOSED_BY_NEXT:
            continue
        kind = name in FORMATTING
        if tag[1]:
            too_deep = depth[kind] > deepest[kind]
            depth[kind] = max(0, depth[kind] - 1)
        else:
            depth[kind] += 1
            too_deep = depth[kind] > deepest[kind]
        if too_deep:
            yield text[position : tag.start()]
            position = tag.end()
    yield text[position:]
