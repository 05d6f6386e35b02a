"""A comment's HTML as a small tree of the tags that our comments know, however broken or deep it is."""

import re
from collections import Counter
from html import unescape
from typing import cast

from bs4 import BeautifulSoup, Tag

from .escaping import drop_unseen

# Each part of it gives nothing back, so that a text of nothing but beginnings is read in linear time.
TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)
    | <(script|style)\b[^<>]*+>.*?(?:</\1\b[^<>]*+>|\Z)
    | <[!?][^<>]*+>
    | <(/?)([a-z][a-z0-9]*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(
    r"""(?<![\w-])(href|src|alt|start)\s*=\s*("[^"]*"|'[^']*'|[^\s"']+)|"[^"]*"|'[^']*'""", re.IGNORECASE
)
SAME = {"b": "strong", "i": "em", "tt": "code", "kbd": "code", "samp": "code"}
INLINE = {"em", "strong", "a", "code"}
BLOCKS = {"blockquote", "ul", "ol", "li", "pre"}
CELLS = {"td", "th"}
PARAGRAPHS = (
    {
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "table",
        "caption",
        "tr",
        "dl",
        "dt",
        "dd",
        "figure",
    }
    | {"figcaption", "address", "article", "section", "header", "footer", "main", "aside", "nav", "center"}
    | {"details", "summary", "form", "fieldset"}
)
WHITE = str.maketrans("\r\f\v", "\n  ")
DEEPEST = 16  # Our comments show what lies a little deeper than this as it was typed.


def make_tree(html: str) -> BeautifulSoup:
    """Return a tree of `INLINE`, `BLOCKS`, `br`, `img`, and `p`, which is empty and stands where paragraphs part."""
    builder = _Builder()
    done = 0
    for token in TOKEN.finditer(html):
        builder.add_text(unescape(html[done : token.start()]))
        done = token.end()
        if name := (token[3] or "").lower():
            (builder.end if token[2] else builder.start)(SAME.get(name, name), token[4])
    builder.add_text(unescape(html[done:]))
    return builder.finish()


def read_attributes(text: str) -> dict[str, str]:
    """Return those attributes of a tag that we use."""
    found = (match for match in ATTRIBUTE.finditer(text) if match[1])
    return {match[1].lower(): drop_unseen(unescape(match[2].strip("\"'"))) for match in found}


class _Builder:
    """The tree while it grows: the tags that are open, and how many of each name were passed over."""

    def __init__(self) -> None:
        self.soup = BeautifulSoup("", "html.parser")
        self.open: list[Tag] = [self.soup]
        self.passed: Counter[str] = Counter()
        self.text: list[str] = []

    def add_text(self, text: str) -> None:
        if text:
            self.text.append(drop_unseen(text.replace("\r\n", "\n").translate(WHITE)))

    def start(self, name: str, attributes: str) -> None:
        inside = self.open[-1].name
        if inside == "pre" or (inside == "code" and name not in BLOCKS):
            self._start_in_code(name)
        elif name in PARAGRAPHS:
            self._part_paragraphs()
        elif name in {"br", "img"}:
            self._add(name, attributes)
        elif name in INLINE:
            self._start_inline(name, attributes)
        elif name in BLOCKS:
            self._start_block(name, attributes)
        elif name in CELLS:
            self.text.append(" ")

    def end(self, name: str, _attributes: str) -> None:
        if name in PARAGRAPHS:
            self.start(name, "")
        elif self.passed[name]:
            self.passed[name] -= 1
            if name in BLOCKS:
                self.start("p", "")
        elif name in INLINE | BLOCKS and any(tag.name == name for tag in self.open):
            self._close(name)

    def finish(self) -> BeautifulSoup:
        self._flush()
        return self.soup

    def _start_in_code(self, name: str) -> None:
        if name in PARAGRAPHS or name == "br":
            if self.open[-1].name == "pre":
                self.text.append("\n")
            else:
                self._add("br", "")
        elif name in INLINE | BLOCKS:
            self.passed[name] += 1

    def _start_inline(self, name: str, attributes: str) -> None:
        if any(tag.name == name for tag in self.open):
            self.passed[name] += 1
        else:
            before = self.open[-1].contents[-1:]
            goes_on = name == "code" and not self.text and before and getattr(before[0], "name", "") == "code"
            self.open.append(cast(Tag, before[0]) if goes_on else self._add(name, attributes))

    def _start_block(self, name: str, attributes: str) -> None:
        while self.open[-1].name in INLINE:
            self._close(self.open[-1].name)
        for inline in INLINE:
            del self.passed[inline]
        if (
            name == "li"
            and next((tag.name for tag in reversed(self.open) if tag.name in {"li", "ul", "ol"}), "") == "li"
        ):
            self._close("li")
        if len(self.open) > DEEPEST:
            self.passed[name] += 1
            self._part_paragraphs()
        else:
            self._drop_last_part()
            self.open.append(self._add(name, attributes))

    def _part_paragraphs(self) -> None:
        if any(not text.isspace() for text in self.text) or not self._begins_anew():
            self._add("p", "")

    def _drop_last_part(self) -> None:
        self._flush()
        before = self.open[-1].contents[-1:]
        if before and isinstance(before[0], Tag) and before[0].name == "p":
            before[0].extract()

    def _begins_anew(self) -> bool:
        """Whether what comes next begins a paragraph anyway."""
        before = self.open[-1].contents[-1:]
        if not before:
            return self.open[-1].name not in INLINE
        return isinstance(before[0], Tag) and before[0].name in BLOCKS | {"p"}

    def _add(self, name: str, attributes: str) -> Tag:
        self._flush()
        tag = self.soup.new_tag(name, attrs=dict(read_attributes(attributes)))
        self.open[-1].append(tag)
        return tag

    def _close(self, name: str) -> None:
        self._flush()
        while self.open.pop().name != name:
            pass

    def _flush(self) -> None:
        text = "".join(self.text)
        self.text = []
        if text and not (text.isspace() and self._begins_anew()):
            self.open[-1].append(text)
