"""What the pages ask of the articles. Only what is published by now is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, defer

from .models import Article, Byline, Tag

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
    return _list(session, limit, offset, Article.bylines.any(Byline.slug == slug))


def list_with_tag(session: Session, slug: str, limit: int, offset: int = 0) -> Sequence[Article]:
    return _list(session, limit, offset, Article.tags.any(Tag.slug == slug))


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
