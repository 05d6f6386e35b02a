"""What is known while one text is converted."""

from collections.abc import Callable, Iterable
from typing import Literal

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from .library import Library

Node = Tag | NavigableString
# How a text is read: with automatic paragraphs, without, or as a part of a line, which gets no paragraph at all.
Reading = Literal["classic", "blocks", "inline"]
Make = Callable[[], list[Node]]
MARK, WORD_MARK = "wp-mark", "wp-word"
DEEPEST = 10  # texts within texts


class Work:
    """The library, the notes, and the marks: what stands in a text for nodes that are made when there is a tree.

    All nodes are made here and have no parent until they get their place, so that no step searches among siblings.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.notes: dict[str, None] = {}
        self.soup = BeautifulSoup("", "html.parser")
        self.marks: dict[str, Make] = {}
        self.made = 0
        self.depth = 0
        self.reused: list[str] = []
        self.reused_length = 0
        self.gallery_shown = False
        # Set by `building`, which stands above all that is made of a text's parts.
        self.build: Callable[[str, Reading], list[Node]]
        self.build_all: Callable[[str], list[Node]]

    def note(self, sentence: str) -> None:
        self.notes[sentence] = None

    def mark(self, make: Make, within_line: bool = False) -> str:
        """Return text that stands for what `make` returns; it is asked once, where the text has come to."""
        self.made += 1
        self.marks[str(self.made)] = make
        name = WORD_MARK if within_line else MARK
        return Tag(name=name, attrs={"n": str(self.made)}).decode()

    def take_marked(self, number: str) -> list[Node]:
        make = self.marks.pop(number, None)
        return make() if make else []

    def new(
        self, name: str, children: Iterable[Node | str] = (), attributes: dict[str, str] | None = None
    ) -> Tag:
        tag = self.soup.new_tag(name, attrs=dict(attributes or {}))
        for child in children:
            tag.append(child)
        return tag

    def text(self, text: str) -> NavigableString:
        return NavigableString(text)

    def link(self, address: str, label: str = "") -> Tag:
        return self.new("a", [label or address], {"href": address})


def take_children(tag: Tag) -> list[Node]:
    """Take all children out of a tag that is not needed any more, without looking each up among the others."""
    children = [child for child in tag.contents if isinstance(child, Node)]
    tag.contents = []
    for child in children:
        child.parent = None
    return children
