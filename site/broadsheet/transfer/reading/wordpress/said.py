"""What the elements of an export say: plain texts, moments, addresses, terms and further values (`wp:postmeta`)."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from ....sanitise import strip_markup
from ..moments import read_moment
from ..xml import Element

NONE = "uncategorized"
NO_MOMENT = "0000-00-00"


@dataclass(frozen=True)
class Terms:
    """The section of an article, its tags, and authors who are named as terms (the plugin Co-Authors Plus)."""

    section: str
    tags: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)


def said_plainly(text: str) -> str:
    """Return a text without markup and entities, which WordPress keeps in titles and names."""
    return " ".join(strip_markup(text).split())


def read_meta(item: Element, key: str) -> str:
    return next((one for one in list_meta(item, key)), "")


def list_meta(item: Element, key: str) -> list[str]:
    return [one.said("wp:meta_value") for one in item.list("wp:postmeta") if one.said("wp:meta_key") == key]


def read_moment_of(element: Element, name: str) -> datetime | None:
    """Return the moment `name` of a post or comment: in UTC, where that is told, else as the site's clock showed it."""
    for text in (element.said(f"{name}_gmt"), element.said(name)):
        if text and not text.startswith(NO_MOMENT):
            return read_moment(text)
    return None


def read_publication(item: Element) -> datetime | None:
    moment = read_moment_of(item, "wp:post_date")
    if moment is None and item.said("pubDate") and not item.said("wp:post_date"):
        return read_moment(item.said("pubDate"))
    return moment


def read_terms(item: Element, terms: dict[str, str]) -> Terms:
    """Return the terms of a post. Its section is the main category that Yoast's plugin knows, or the first one."""
    found: dict[str, dict[str, None]] = {"category": {}, "tag": {}, "author": {}}
    others: dict[str, None] = {}
    for element in item.list("category"):
        domain = element.attributes.get("domain", "").replace("post_tag", "tag")
        name = said_plainly(element.text)
        if domain in found and name and element.attributes.get("nicename") != NONE and name.lower() != NONE:
            found[domain][name] = None
        elif not domain and name.lower() != NONE:
            others[name] = None
    if not any(found.values()):
        found["category"] = others
    main = terms.get(read_meta(item, "_yoast_wpseo_primary_category"))
    categories = [*([main] if main in found["category"] else []), *found["category"]]
    section = categories[0] if categories else ""
    tags = dict.fromkeys([*found["tag"], *(name for name in categories if name != section)])
    return Terms(section, list(tags), list(found["author"]))


def local_address(address: str, hosts: set[str]) -> str:
    """Return path and query of an address of the old site, which is any site where there are no hosts; empty elsewhere."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.netloc and hosts and parts.netloc.lower() not in hosts:
        return ""
    path = f"/{parts.path.lstrip('/')}" if parts.path or parts.query else ""
    return f"{path}?{parts.query}" if parts.query else path
