"""XHTML that stands as elements within XML, as in Atom, becomes HTML."""

from bs4.element import Tag

from ..reading.xml import Element
from .elements import make_element, make_root, write_html


def xhtml_to_html(element: Element) -> str:
    """Return what stands in an element as HTML, not cleaned yet."""
    root = make_root()
    _fill(root, element)
    return write_html(root)


def _fill(tag: Tag, element: Element) -> None:
    """Elements lie so deep at most as `reading.xml` lets them, so this may call itself."""
    said = 0
    for child in element.children:
        _say(tag, element.text[said : child.at])
        said = child.at
        made = make_element(child.name.rpartition(":")[2], **child.attributes)
        tag.append(made)
        _fill(made, child)
    _say(tag, element.text[said:])


def _say(tag: Tag, text: str) -> None:
    if text:  # With an empty text in it a line break were no line break any more.
        tag.append(text)
