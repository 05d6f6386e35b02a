"""The picture of a feed's entry."""

from collections.abc import Iterator

from ...items import ForeignPicture
from ..addresses import make_local
from ..xml import Element


def find_picture(entry: Element, text: str, host: str) -> ForeignPicture | None:
    """Return the picture that an entry names beside its text, if it is not in the text as well.

    On the host of the site its address is a path.
    """
    for element in _list_pictures(entry):
        address = (element.attributes.get("url") or element.attributes.get("href") or "").strip()
        if address and address not in text:
            described = element.said("media:description") or element.said("media:title")
            return ForeignPicture(make_local(address, host), described, credit=element.said("media:credit"))
    return None


def _list_pictures(entry: Element) -> Iterator[Element]:
    groups = [entry, *entry.list("media:group")]
    yield from (one for group in groups for one in group.list("media:content") if _is_picture(one))
    yield from (one for one in entry.list("enclosure") if _is_picture(one))
    links = (link for link in entry.list("link") if link.attributes.get("rel") == "enclosure")
    yield from (link for link in links if _is_picture(link))
    yield from (one for group in groups for one in group.list("media:thumbnail"))


def _is_picture(element: Element) -> bool:
    attributes = element.attributes
    return attributes.get("medium") == "image" or attributes.get("type", "").startswith("image/")
