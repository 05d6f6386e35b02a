"""What the pages ask of the articles. Only what is published by now is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, func, literal, select, tuple_
from sqlalchemy.orm import Session, contains_eager, defer, lazyload

from ..storage import UtcTime
from .models import Article, Byline, Correction, Tag

# Lists show no text, so they do not load it.
FOR_LISTS = (defer(Article.blocks), defer(Article.contents), defer(Article.text))


@dataclass(frozen=True)
class Section:
    name: str
    slug: str


def is_public() -> ColumnElement[bool]:
    return Article.published <= datetime.now(UTC)


def is_listed() -> ColumnElement[bool]:
    """Whether it stands in lists: it is public, and no page such as an imprint."""
    return and_(is_public(), Article.is_page.is_(False))


def find_article(session: Session, path: str) -> Article | None:
    return session.scalars(select(Article).where(Article.path == path, is_public())).one_or_none()


def find_by_id(session: Session, id: str) -> Article | None:
    return session.scalars(
        select(Article).where(Article.id == id, is_public()).options(*FOR_LISTS)
    ).one_or_none()


def list_latest(session: Session, limit: int, offset: int = 0) -> Sequence[Article]:
    return _list(session, limit, offset)


def list_in_section(session: Session, slug: str, limit: int, offset: int = 0) -> Sequence[Article]:
    return _list(session, limit, offset, Article.section_slug == slug)


def list_by_author(session: Session, slug: str, limit: int, offset: int = 0) -> Sequence[Article]:
    return _list(session, limit, offset, Article.id.in_(select(Byline.article_id).where(Byline.slug == slug)))


def list_with_tag(session: Session, slug: str, limit: int, offset: int = 0) -> Sequence[Article]:
    return _list(session, limit, offset, Article.id.in_(select(Tag.article_id).where(Tag.slug == slug)))


def list_between(
    session: Session, since: datetime, until: datetime, limit: int, offset: int = 0
) -> Sequence[Article]:
    """List what was published from `since` on and before `until`."""
    return _list(session, limit, offset, Article.published >= since, Article.published < until)


def count_between(session: Session, since: datetime, until: datetime) -> int:
    query = select(func.count()).where(is_listed(), Article.published >= since, Article.published < until)
    return session.scalars(query).one()


def find_last_before(session: Session, moment: datetime) -> datetime | None:
    """Return when the last story before a moment was published."""
    query = select(func.max(Article.published)).where(is_listed(), Article.published < moment)
    return session.scalars(query).one()


def find_neighbours(session: Session, article: Article) -> tuple[Article | None, Article | None]:
    """Return the stories of the same section that were published just before and just after."""
    place = tuple_(Article.published, Article.id)
    own = tuple_(literal(article.published, UtcTime()), literal(article.id))
    query = select(Article).where(is_listed(), Article.section_slug == article.section_slug)
    query = query.options(*FOR_LISTS, lazyload(Article.bylines), lazyload(Article.tags)).limit(1)
    before = query.where(place < own).order_by(Article.published.desc(), Article.id.desc())
    after = query.where(place > own).order_by(Article.published, Article.id)
    return session.scalars(before).one_or_none(), session.scalars(after).one_or_none()


def list_corrections(session: Session, limit: int, offset: int = 0) -> Sequence[Correction]:
    """List the corrections of all that is public, the newest first, each with its article."""
    query = (
        select(Correction)
        .join(Correction.article)
        .where(is_public(), Correction.made <= datetime.now(UTC))
        .options(
            contains_eager(Correction.article).options(
                *FOR_LISTS, lazyload(Article.bylines), lazyload(Article.tags)
            )
        )
        .order_by(Correction.made.desc(), Correction.article_id, Correction.rank)
    )
    return session.scalars(query.limit(limit).offset(offset)).all()


def list_sections(session: Session) -> list[Section]:
    """Return the sections that have public articles, the one with most first."""
    query = (
        select(func.min(Article.section), Article.section_slug)
        .where(is_listed())
        .group_by(Article.section_slug)
        .order_by(func.count().desc(), Article.section_slug)
    )
    return [Section(name, slug) for name, slug in session.execute(query)]


def _list(session: Session, limit: int, offset: int, *conditions: ColumnElement[bool]) -> Sequence[Article]:
    query = (
        select(Article)
        .where(is_listed(), *conditions)
        .options(*FOR_LISTS)
        .order_by(Article.published.desc(), Article.id)
        .limit(limit)
        .offset(offset)
    )
    return session.scalars(query).all()
