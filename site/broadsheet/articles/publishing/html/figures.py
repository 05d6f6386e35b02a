"""Figures: one picture each, with its caption, however they were nested."""

from collections.abc import Iterator

from .tree import Element, Node, has_content, walk


def has_pictures(node: Node) -> bool:
    return isinstance(node, Element) and any(element.name == "img" for element in walk(node))


def split_figure(figure: Element) -> Iterator[Element]:
    """Yield a figure for each picture, then the words that belong to several of them as paragraphs."""
    found = list(walk(figure))
    images = [element for element in found if element.name == "img"]
    captions = [element for element in found if element.name == "figcaption"]
    if len(images) == 1:
        yield Element("figure", {}, [_with_link(images[0], found), *captions[:1]])
        return
    words: list[Element] = []
    for child in figure.children:
        if has_pictures(child) and isinstance(child, Element):
            yield from split_figure(child)
        elif has_content([child]):
            inside = child.children if isinstance(child, Element) and child.name == "figcaption" else [child]
            words.append(Element("p", {}, inside))
    yield from words


def _with_link(image: Element, found: list[Element]) -> Element:
    """Return a picture, within the link around it if it has one."""
    for link in found:
        if link.name == "a" and "href" in link.attributes and image in walk(link):
            return Element("a", link.attributes, [image])
    return image
