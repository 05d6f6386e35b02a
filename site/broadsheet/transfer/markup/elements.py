"""Elements of HTML: made, read from a fragment, and written."""

import html as entities
import warnings

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from bs4.exceptions import ParserRejectedMarkup

BUILDER = "html.parser"
FACTORY = BeautifulSoup("", BUILDER)


def make_element(name: str, /, *children: PageElement | str, **attributes: str) -> Tag:
    """Return an element with its children; a string is text, not markup."""
    element = FACTORY.new_tag(name, attrs=dict(attributes))
    element.extend(NavigableString(child) if type(child) is str else child for child in children)
    return element


def make_root() -> BeautifulSoup:
    return BeautifulSoup("", BUILDER)


def read_fragment(html: str) -> list[PageElement]:
    """Return what stands in a piece of HTML, taken out of any tree; what no parser takes is text."""
    return [child.extract() for child in list(read_tree(html).contents)]


def read_inline(html: str) -> list[PageElement]:
    """Return the same for a place that holds no paragraphs, such as a caption: they are opened."""
    tree = read_tree(html)
    for paragraph in tree.find_all("p"):
        paragraph.unwrap()
    return [child.extract() for child in list(tree.contents)]


def read_tree(html: str) -> BeautifulSoup:
    if "<" not in html:
        return _make_plain(entities.unescape(html))
    try:
        with warnings.catch_warnings():  # Of HTML that looks like XML.
            warnings.simplefilter("ignore")
            return BeautifulSoup(html, BUILDER)
    except ParserRejectedMarkup:
        return _make_plain(html)


def _make_plain(text: str) -> BeautifulSoup:
    tree = make_root()
    if text:
        tree.append(NavigableString(text))
    return tree


def write_html(root: Tag) -> str:
    """Return what stands in an element as HTML."""
    return root.decode_contents()
