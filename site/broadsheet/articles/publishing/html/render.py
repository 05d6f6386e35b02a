"""From a text in HTML to an article's blocks."""

from typing import Any

from ....words import split_words
from ..headings import LISTED, Headings, describe_link
from ..rendered import FindPicture, Rendered
from .blocks import make_blocks
from .elements import HEADINGS
from .layout import lay_out
from .pictures import Pictures
from .simplify import simplify
from .targets import name_targets
from .tree import Element, read_lines, read_tree, read_words, walk


def render_html(text: str, first_line: int, find_picture: FindPicture) -> Rendered:
    """Render an article's text. A picture that is not there becomes a link, with a remark; nothing raises `Broken`."""
    root = read_tree(text)
    pictures = Pictures(first_line, find_picture)
    taken = name_targets(root)
    simplify(root, pictures)
    lay_out(root)
    contents = name_headings(root, taken)
    plain = read_lines(root)
    return Rendered(make_blocks(root), plain, contents, len(split_words(plain)), pictures.remarks)


def name_headings(root: Element, taken: set[str]) -> list[dict[str, Any]]:
    """Give each heading an id, if it has none, and a link to itself; return the contents (see `models.Article`)."""
    headings = Headings(taken)
    for element in walk(root):
        if element.name in HEADINGS:
            id = headings.add(read_words(element), LISTED.get(element.name), element.attributes.get("id"))
            element.attributes["id"] = id
            element.children.append(Element("a", describe_link(id)))
    return headings.contents
