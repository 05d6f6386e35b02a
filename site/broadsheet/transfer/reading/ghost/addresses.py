"""Where a Ghost site had its posts and lists."""

import re

from ....articles.slugs import make_slug
from ...items import ForeignArticle
from .tables import Tables, Tag

PART = re.compile(r":(\w+)")


def find_address(
    article: ForeignArticle, tables: Tables, tags: list[Tag], authors: list[tuple[str, str]]
) -> str:
    """Return the address of a post or a page, or an empty text.

    Ghost 1 and older keep the form of posts' addresses among the settings; later ones in a file beside the export.
    """
    if not article.slug:
        return ""
    if article.is_page or not article.published:
        return f"/{article.slug}/"
    day = article.published.astimezone(tables.zone)
    author = authors[0][1] if authors else "all"
    parts = {
        "slug": article.slug, "id": article.id, "author": author, "primary_author": author,
        "primary_tag": tags[0].slug if tags else "all", "year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}",
    }  # fmt: skip
    path = PART.sub(lambda found: parts.get(found[1], found[0]), tables.permalinks)
    return "/" + path.strip("/") + "/"


def list_of_lists(tags: list[Tag], authors: list[tuple[str, str]]) -> dict[str, str]:
    """Return where the lists are now that a public post stood in, by the addresses that they had."""
    lists = [
        *((f"/tag/{tag.slug}/", "tags", tag.name) for tag in tags[1:]),
        *((f"/author/{slug}/", "authors", name) for name, slug in authors),
        *((f"/tag/{tag.slug}/", "sections", tag.name) for tag in tags[:1]),
    ]
    return {address: f"/{kind}/{make_slug(name)}" for address, kind, name in lists if make_slug(name)}
