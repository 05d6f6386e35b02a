"""A feed as a last resort: Atom 0.3 and 1.0 (RFC 4287), RSS 0.9 to 2.0, or JSON Feed 1.1.

Only what a feed still lists comes in, and no comments. All of its categories are tags, as none of them is told as the first.
"""

import re
from collections.abc import Iterator

from ...items import ForeignArticle, Item, LeftOut, Unreadable
from ..source import Source
from ..xml import Element, read_records
from .entries import read_entry, read_names
from .json_feed import read_json_feed
from .words import tell_origin

ENTRIES = {"feed/entry", "rss/channel/item", "rdf:RDF/item", "RDF/item"}
AUTHORS = {"feed/author"}  # Of all entries that name none.
SITES = {"feed/link", "rss/channel/link", "rdf:RDF/channel", "RDF/channel"}
ROOTS = {"feed", "rss", "rdf:RDF", "RDF"}
START = 2_000  # bytes
# Of all formats only RSS 0.91 had a document type, and it is not needed for reading.
DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE\s+rss\s", re.IGNORECASE)


def read(source: Source) -> Iterator[Item]:
    """Yield articles; raise `Unreadable` for what is no feed."""
    with Source(source.file).open() as stream:
        start = stream.read(START)
    is_json = start.lstrip()[:1] == b"{"
    seen: set[str] = set()
    for item in read_json_feed(source) if is_json else _read_xml(source, start):
        if isinstance(item, ForeignArticle) and item.id in seen:
            yield LeftOut(
                f"article {item.id[:100]}, {item.title[:100]!r}", "another one in the file has this id"
            )
            continue
        if isinstance(item, ForeignArticle):
            seen.add(item.id)
        yield item


def _read_xml(source: Source, start: bytes) -> Iterator[Item]:
    authors: list[str] = []
    site = ""
    for record in read_records(source, ENTRIES | AUTHORS | SITES, bool(DOCUMENT_TYPE.search(start))):
        if record.path in ENTRIES:
            yield read_entry(record, authors)
        elif record.path in AUTHORS:
            authors += read_names([record])
        elif record.path in SITES:
            site = site or _read_site(record)
        elif record.name not in ROOTS:
            raise Unreadable(
                f"{source.name} is no feed: it begins with <{record.name[:50]}>, not with <feed> or <rss>."
            )
    yield from tell_origin(site)


def _read_site(record: Element) -> str:
    """Return the address of the site, if a record says it."""
    if record.name == "channel":
        return record.said("link")
    is_alternate = record.attributes.get("rel", "alternate") == "alternate"
    return record.text.strip() or (record.attributes.get("href", "") if is_alternate else "")
