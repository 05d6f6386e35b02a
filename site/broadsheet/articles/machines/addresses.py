"""What the sitemaps ask of the database: every address of the site, and when it last changed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, lazyload, load_only

from ..models import Article, Byline, Correction, Tag
from ..queries import FOR_LISTS, is_listed, is_public

PART_LENGTH = 10_000  # addresses in a sitemap; the protocol allows 50,000
NEWS_LENGTH, NEWS_AGE = 1_000, timedelta(hours=48)


def changed_column() -> ColumnElement[datetime]:
    """When an article last changed: updated, corrected or published."""
    corrected = (
        select(func.max(Correction.made))
        .where(Correction.article_id == Article.id)
        .correlate(Article)
        .scalar_subquery()
    )
    updated = case((Article.updated > Article.published, Article.updated), else_=Article.published)
    return case((corrected > updated, corrected), else_=updated)


def list_part(session: Session, number: int) -> list[tuple[Article, datetime]]:
    """Return a part of all articles and pages, the oldest first, so that what is published later moves none."""
    query = (
        select(Article, changed_column())
        .where(is_public())
        .options(load_only(Article.path), lazyload(Article.bylines), lazyload(Article.tags))
        .order_by(Article.published, Article.id)
        .limit(PART_LENGTH)
        .offset((number - 1) * PART_LENGTH)
    )
    return [(article, changed) for article, changed in session.execute(query)]


def list_parts(session: Session) -> list[tuple[int, datetime]]:
    """Return the number of each part of all articles, from 1, and when something in it last changed."""
    place = func.row_number().over(order_by=(Article.published, Article.id)) - 1
    rows = (
        select((place // PART_LENGTH + 1).label("part"), changed_column().label("changed"))
        .where(is_public())
        .subquery()
    )
    query = select(rows.c.part, func.max(rows.c.changed)).group_by(rows.c.part).order_by(rows.c.part)
    return [(int(part), changed) for part, changed in session.execute(query)]


def count_parts(session: Session) -> dict[str, int]:
    """Return how many parts the lists of sections, authors and tags have.

    What is not public yet is counted too: to look at each of 100,000 articles for that would take seconds.
    """
    if session.scalars(select(Article.id).where(is_listed()).limit(1)).first() is None:
        return {"sections": 1}
    columns = {"sections": Article.section_slug, "authors": Byline.slug, "tags": Tag.slug}
    counts = {
        name: session.scalars(select(func.count(slug.distinct()))).one() for name, slug in columns.items()
    }
    parts = {name: -(-count // PART_LENGTH) for name, count in counts.items()}
    return parts | {"sections": max(parts["sections"], 1)}  # The front page stands there too.


def list_sections(session: Session) -> list[tuple[str, datetime]]:
    """Return the slugs of all sections, and when each last had something new."""
    return _list_slugs(session, _newest_by(Article.section_slug).where(is_listed()))


def list_authors(session: Session) -> list[tuple[str, datetime]]:
    return _list_slugs(session, _newest_by(Byline.slug).join(Article).where(is_listed()))


def list_tags(session: Session) -> list[tuple[str, datetime]]:
    return _list_slugs(session, _newest_by(Tag.slug).join(Article).where(is_listed()))


def list_news(session: Session, now: datetime) -> Sequence[Article]:
    """Return the articles of the last two days, the newest first."""
    query = (
        select(Article)
        .where(is_listed(), Article.published > now - NEWS_AGE)
        .options(*FOR_LISTS)
        .order_by(Article.published.desc(), Article.id)
        .limit(NEWS_LENGTH)
    )
    return session.scalars(query).all()


def _newest_by(slug: InstrumentedAttribute[str]) -> Select[str, datetime]:
    return select(slug, func.max(Article.published)).group_by(slug).order_by(slug)


def _list_slugs(session: Session, query: Select[str, datetime]) -> list[tuple[str, datetime]]:
    return [(slug, newest) for slug, newest in session.execute(query)]
