"""Where an address leads at which there is no article: to one beside it, or to what an old site had there."""

import re
from urllib.parse import quote

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from ...delivery.page_cache.targets import drop_campaigns
from ...storage import reading
from .. import queries
from ..old_addresses import LONGEST_QUERY, find_target, reduce_query
from ..pictures.views import locate_original

SMALLER = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+\Z)")
PART = re.compile(r"/(?:feed|amp|embed|trackback|comment-page-\d+|page/\d+|\d+)/?\Z")
# What WordPress has for machines, without the slash at the end.
MACHINES = {
    "/feed": "/feed.rss",
    "/feed/rss": "/feed.rss",
    "/feed/rss2": "/feed.rss",
    "/rss": "/feed.rss",
    "/rss2": "/feed.rss",
    "/feed/atom": "/feed.atom",
    "/atom": "/feed.atom",
    "/comments/feed": "/comments/feed.atom",
    "/wp-sitemap.xml": "/sitemap.xml",
}


def lead_on(path: str) -> ResponseReturnValue:
    """Lead to what is meant by an address without an article, or answer 404."""
    target = (
        find_neighbour(path)
        or find_target(reading(), path, read_query())
        or MACHINES.get(path.removesuffix("/"))
        or find_whole(path)
    )
    return redirect(target or find_picture(path), 301)


def find_numbered() -> str | None:
    """Return where a front page leads that is asked for by a number, such as `/?p=12`, if that leads anywhere."""
    query = read_query()
    return find_target(reading(), "/", query) if reduce_query(query) else None


def find_neighbour(path: str) -> str | None:
    """Return the address of the article that differs by the slash at the end."""
    neighbour = path.removesuffix("/") if path.endswith("/") else f"{path}/"
    article = queries.find_article(reading(), neighbour)
    return article.address if article else None


def find_whole(path: str) -> str | None:
    """Return where the article is of which WordPress had a feed, a page of comments or another part at this address."""
    whole = PART.sub("/", path)
    if whole == path:
        return None
    article = queries.find_article(reading(), whole)
    return article.address if article else find_neighbour(whole) or find_target(reading(), whole, "")


def find_picture(path: str) -> str:
    """Return the address of the picture under this path in the folder of articles; where there is none, answer 404.

    One that WordPress had made smaller leads to the picture as it was.
    """
    name = path.strip("/")
    try:
        locate_original(name)
    except NotFound:
        name = SMALLER.sub("", name)
        locate_original(name)
    return f"/media/{quote(name)}"


def read_query() -> str:
    """Return the query without what campaigns append, whether or not the page cache stands in front."""
    query = request.query_string.decode("utf-8", "replace")
    return drop_campaigns(query) if len(query) <= LONGEST_QUERY else ""
