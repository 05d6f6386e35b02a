"""Frames, films and sound become links, which may turn into an embed when the page is made for a reader."""

import re
from urllib.parse import unquote, urlsplit

from .tree import Element, walk

SOURCES = {"iframe": "src", "embed": "src", "object": "data", "video": "src", "audio": "src"}
# Addresses of players, which readers never see, and of the pages that they show.
PLAYERS = (
    (
        re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]+)"),
        "https://www.youtube.com/watch?v=",
    ),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/"),
)


def find_media(element: Element) -> Element | None:
    """Return the link for a frame, a film or a sound as an `embed` with `href` and `title`; None if it leads nowhere."""
    address = find_address(element)
    if not address:
        return None
    page = find_page(address)
    label = " ".join(element.attributes.get("title", "").split())
    if not label and element.name in {"video", "audio"}:
        label = name_of_file(address)
    return Element("embed", {"href": page, "title": label or page})


def find_address(element: Element) -> str:
    """Return the address of what an element plays, of itself or of what is in it; empty if there is none."""
    for inner in walk(element):
        place = {"source": "src", "param": "value"}.get(inner.name) or SOURCES.get(inner.name)
        if inner.name == "param" and inner.attributes.get("name") not in {"movie", "src"}:
            continue
        address = inner.attributes.get(place or "", "").strip()
        if address and scheme_of(address) in {"", "http", "https"}:
            return address
    return ""


def find_page(address: str) -> str:
    """Return the page that a player's address stands for; any other address as it is, but never without a scheme."""
    whole = f"https:{address}" if address.startswith("//") else address
    for player, page in PLAYERS:
        found = player.match(whole)
        if found:
            return page + found[1]
    return whole


def scheme_of(address: str) -> str:
    """Return the scheme in small letters, empty for an address within the site, and `?` for one that cannot be read."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "?"
    return parts.scheme or ("https" if parts.netloc else "")


def name_of_file(address: str) -> str:
    """Return the last part of an address, as it is read."""
    path = address.partition("?")[0].partition("#")[0].rstrip("/")
    return unquote(path.rpartition("/")[2]) or address
