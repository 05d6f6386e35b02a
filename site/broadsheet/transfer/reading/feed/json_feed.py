"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Iterator
from typing import Any

from ...items import ForeignArticle, ForeignPicture, Item, LeftOut, Markup, Unreadable
from ..addresses import host_of, make_local, read_address
from ..fields import listed, said, said_all
from ..json import read_entries
from ..moments import read_moment
from ..source import Source
from .words import choose_standfirst, finish_article, tell_origin

VERSION = "https://jsonfeed.org/version/"


def read_json_feed(source: Source) -> Iterator[Item]:
    """Yield articles; raise `Unreadable`, at the end at the latest, for what is no feed."""
    is_feed = False
    site = ""
    for path, entry in read_entries(source, "version", "home_page_url", "items.item"):
        if path == "version":
            is_feed = isinstance(entry, str) and entry.startswith(VERSION)
        elif path == "home_page_url":
            site = entry if isinstance(entry, str) else ""
        elif isinstance(entry, dict):
            yield finish_article(_read_item(entry))
        else:
            yield LeftOut("an entry without fields", "it is no article")
    if not is_feed:
        raise Unreadable(
            f"{source.name} is no feed: its version is not one of JSON Feed. Take an Atom or RSS file."
        )
    yield from tell_origin(site)


def _read_item(item: dict[str, Any]) -> ForeignArticle:
    html, plain, link = said(item, "content_html"), said(item, "content_text"), said(item, "url")
    summary = said(item, "summary")
    text = html or plain or summary
    markup: Markup = "html" if html else "plain"
    picture = said(item, "image") or said(item, "banner_image")
    published, updated = read_moment(item.get("date_published")), read_moment(item.get("date_modified"))
    return ForeignArticle(
        id=said(item, "id") or link,
        title=said(item, "title"),
        text=text,
        markup=markup,
        address=read_address(link),
        standfirst=choose_standfirst(summary, text),
        language=said(item, "language"),
        authors=_list_names(item),
        tags=said_all(item, "tags"),
        published=published or updated,
        updated=updated,
        picture=ForeignPicture(make_local(picture, host_of(link)))
        if picture and picture not in text
        else None,
    )


def _list_names(item: dict[str, Any]) -> list[str]:
    """Return the names of authors; version 1.0 had only one."""
    names = (said(author, "name") for author in [*listed(item, "authors"), item.get("author")])
    return list(dict.fromkeys(name for name in names if name))
