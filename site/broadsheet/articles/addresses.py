"""Every address of the site whose page is the same for all who have chosen nothing: what a mirror holds."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from flask import request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from .machines.addresses import count_parts, list_authors, list_parts, list_sections, list_tags
from .models import Article
from .pages.archive import list_months
from .queries import is_public

FIRST = ("front.show_front", "archive.show_archive", "corrections.show_corrections")
FORMS = ("json", "atom", "rss")


def list_pages(session: Session) -> Iterator[str]:
    """Yield the paths of the pages for people, not percent-encoded: the lists, then the articles, the newest first."""
    yield from map(path_of, FIRST)
    for kind, slugs in (
        ("section", list_sections(session)),
        ("author", list_authors(session)),
        ("tag", list_tags(session)),
    ):
        yield from (path_of(f"lists.show_{kind}", slug=slug) for slug, _newest in slugs)
    for month in list_months(session):
        yield path_of("archive.show_month_of_archive", year=month.first.year, month=month.first.month)
    yield from session.scalars(select(Article.path).where(is_public()).order_by(Article.published.desc()))


def list_files(session: Session) -> Iterator[str]:
    """Yield the paths of what machines read, but for the feeds of authors and tags: they are many, and seldom asked for."""
    yield path_of("robots.show_robots")
    yield from (path_of(f"feeds.show_{form}_feed") for form in FORMS)
    for slug, _newest in list_sections(session):
        yield from (path_of("feeds.show_section_feed", slug=slug, form=form) for form in FORMS)
    yield path_of("sitemaps.show_index")
    yield path_of("sitemaps.show_news")
    yield from _number("part", (number for number, _changed in list_parts(session)))
    for name, count in count_parts(session).items():
        yield from _number(name, range(1, count + 1))


def path_of(endpoint: str, **values: Any) -> str:
    """Return the path of a view as Flask is asked for it: without the root of the site, and not percent-encoded."""
    return unquote(url_for(endpoint, **values).removeprefix(request.script_root))


def _number(name: str, numbers: Iterable[int]) -> Iterator[str]:
    return (path_of(f"sitemaps.show_{name}", number=number) for number in numbers)
