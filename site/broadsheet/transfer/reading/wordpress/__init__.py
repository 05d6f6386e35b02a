"""WordPress' export, WXR 1.0 to 1.2: an RSS file with elements of its own (`wp:`).

The file is read twice: articles refer to pictures, blocks and authors that may stand anywhere in it.
"""

from collections.abc import Iterator
from dataclasses import replace

from ...items import Item, Origin, Unreadable
from ..source import Source
from ..xml import Element, read_records
from .addresses import list_old_addresses
from .articles import Reader
from .library import Library

CHANNEL = "rss/channel/"
ITEM, AUTHOR, CATEGORY, TAG = (CHANNEL + name for name in ("item", "wp:author", "wp:category", "wp:tag"))
PLACES = tuple(
    CHANNEL + name for name in ("wp:base_blog_url", "wp:base_site_url", "link", "language", "wp:wxr_version")
)


def read(source: Source) -> Iterator[Item]:
    """Yield what an export holds; raise `Unreadable` where it is none, or is damaged."""
    halved = replace(source, tell=lambda read: source.tell(read // 2))
    with Library() as library:
        for element in read_records(halved, {ITEM, AUTHOR, CATEGORY, TAG, *PLACES}):
            _collect(source, library, element)
        if not library.is_wordpress:
            raise Unreadable(
                f"{source.name} is no export of WordPress: it has none of its elements (wp:). In WordPress, choose Tools, "
                "Export, All content. If it is a feed, use `broadsheet import feed`."
            )
        yield Origin(f"wordpress {library.site}", library.address)
        reader = Reader(library)
        for element in read_records(halved, {ITEM}):
            if element.path == ITEM:
                yield from reader.read_item(element)
        yield from list_old_addresses(library)


def _collect(source: Source, library: Library, element: Element) -> None:
    library.is_wordpress |= element.name.startswith("wp:")
    if element.path == ITEM:
        library.add_item(element)
    elif element.path == AUTHOR:
        library.add_author(element)
    elif element.path in {CATEGORY, TAG}:
        library.add_term(element)
    elif element.path in PLACES:
        library.add_fact(element.name, element.text.strip())
    elif element.name != "rss":
        raise Unreadable(
            f"{source.name} is no export of WordPress: it begins with <{element.name[:50]}>, and an export with <rss>."
        )
