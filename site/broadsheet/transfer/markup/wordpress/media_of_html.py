"""Pictures, films and sound in HTML: the original picture, described; of the rest its address."""

import re

from bs4.element import NavigableString, Tag

from .addresses import find_original, find_own_path, make_path, name_of
from .attributes import has_class, keep_attributes, said
from .library import LibraryPicture
from .lines import BLOCKS
from .work import Node, Work

ID = re.compile(r"(?:^|\s)wp-image-(\d{1,18})(?:\s|$)")
# Where those who load pictures late put the address.
SOURCES = ("data-orig-file", "data-lazy-src", "data-src", "data-original", "src")


def keep_picture(work: Work, tag: Tag, _children: list[Node]) -> list[Node]:
    hosts = work.library.site_hosts
    source = next((address for name in SOURCES if (address := said(tag, name).strip())), "")
    if not source:
        return []
    alt = said(tag, "alt").strip()
    if has_class(tag, "wp-smiley", "emoji"):
        return [NavigableString(alt)] if alt else []
    picture = _find_in_library(work, tag, source)
    source = (
        find_own_path(picture.address, hosts) or picture.address if picture else find_original(source, hosts)
    )
    return [work.new("img", attributes={"src": source, "alt": alt or (picture.alt if picture else "")})]


def _find_in_library(work: Work, tag: Tag, source: str) -> LibraryPicture | None:
    """Return the picture that a tag shows: by its number, or by what may be the name of its file."""
    found = ID.search(said(tag, "class"))
    number = found[1] if found else said(tag, "data-attachment-id") or said(tag, "data-id")
    picture = work.library.find_picture(number) if number else None
    # A text copied from another site has numbers that mean other pictures here.
    if picture and name_of(picture.address) == name_of(source):
        return picture
    # Some originals are called as if they were smaller versions, so the name as it is comes first.
    path = find_own_path(source, work.library.site_hosts)
    original = find_original(path, ())
    stem, dot, ending = original.rpartition(".")
    paths = dict.fromkeys((path, original, f"{stem}-scaled{dot}{ending}")) if path else ()
    return next((picture for path in paths if (picture := work.library.find_picture_at(path))), None)


def keep_media(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    for name in ("src", "poster"):
        if name in tag.attrs:
            tag[name] = make_path(said(tag, name), work.library.site_hosts)
    inside = [node for node in children if not isinstance(node, Tag) or node.name not in BLOCKS]
    return [work.new(tag.name, inside, keep_attributes(tag))]
