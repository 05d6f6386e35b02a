"""A text as a tree of elements, light enough to be taken apart and put together again."""

import html as entities
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from ....sanitise import SCHEMES
from ...pictures.using import Used
from .elements import ATTRIBUTES, BLOCKS, LINE, TAGS, VOID
from .shallow import make_shallow

# Characters that are no text, and that XML and PostgreSQL refuse.
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF])


@dataclass(eq=False, slots=True)
class Element:
    """An element with its attributes; an `img` that is there knows its picture."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)
    picture: Used | None = None


Node = Element | str
BREAK = "\0"  # Between blocks; no text holds it.


def read_tree(html: str) -> Element:
    """Return an element `div` that holds what is in the HTML, nested as a browser would nest it."""
    shallow = make_shallow(html.translate(CONTROLS))
    tidy = nh3.clean(
        shallow, tags=TAGS, attributes={"*": ATTRIBUTES | {LINE}}, url_schemes=SCHEMES, link_rel=None
    )
    reader = _Reader()
    reader.feed(tidy)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    """Puts a tree together of HTML that is well-formed."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("div")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: (value or "").translate(CONTROLS) for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].name == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data.translate(CONTROLS))


def walk(element: Element) -> Iterator[Element]:
    """Yield an element and all that are in it, in the order of the text."""
    waiting = [element]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [child for child in reversed(element.children) if isinstance(child, Element)]


def has_content(nodes: Iterable[Node]) -> bool:
    """Whether there is anything to see, or to lead to."""
    for node in nodes:
        if isinstance(node, str):
            if node.strip():
                return True
        elif node.name in {"img", "embed", "hr"} or "id" in node.attributes or has_content(node.children):
            return True
    return False


def read_words(node: Node) -> str:
    """Return the words of an element on one line; a picture's are its alt text."""
    return " ".join("".join(_texts(node)).replace(BREAK, " ").split())


def read_lines(node: Node) -> str:
    """Return the words of an element, each block on a line of its own."""
    lines = (" ".join(line.split()) for line in "".join(_texts(node)).split(BREAK))
    return "\n".join(line for line in lines if line)


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield node
        return
    if node.name in BLOCKS:
        yield BREAK
    elif node.name == "br":
        yield " "
    elif node.name == "img":
        yield node.attributes.get("alt", "")
    for child in node.children:
        yield from _texts(child)


def write_html(node: Node) -> str:
    """Return an element as HTML. What is in it was never looked at: it has to pass the sanitiser."""
    if isinstance(node, str):
        return entities.escape(node, quote=False)
    attributes = "".join(f' {name}="{entities.escape(value)}"' for name, value in node.attributes.items())
    if node.name in VOID:
        return f"<{node.name}{attributes}>"
    return f"<{node.name}{attributes}>{''.join(map(write_html, node.children))}</{node.name}>"
