"""Pictures, films and sound in HTML: the original picture, described; of the rest its address."""

import re

from bs4.element import Tag

from .addresses import find_original, make_path, name_of
from .attributes import keep_attributes, said
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
    picture = work.library.find_picture(id) if (id := _find_id(tag)) else None
    # A text copied from another site has numbers that mean other pictures here.
    if picture and name_of(picture.address) == name_of(source):
        source, alt = make_path(picture.address, hosts), alt or picture.alt
    else:
        source = find_original(source, hosts)
    return [work.new("img", attributes={"src": source, "alt": alt})]


def _find_id(tag: Tag) -> str:
    found = ID.search(said(tag, "class"))
    return found[1] if found else said(tag, "data-attachment-id") or said(tag, "data-id")


def keep_media(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    for name in ("src", "poster"):
        if name in tag.attrs:
            tag[name] = make_path(said(tag, name), work.library.site_hosts)
    inside = [node for node in children if not isinstance(node, Tag) or node.name not in BLOCKS]
    return [work.new(tag.name, inside, keep_attributes(tag))]
