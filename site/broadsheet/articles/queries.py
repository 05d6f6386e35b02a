"""What the pages ask of the articles. Only what is published by now is public.

The statements are made once, as they run for every page: to put one together takes longer than to run it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, or_, select, true, tuple_
from sqlalchemy.orm import Session, contains_eager, defer, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from ..storage import Base, UtcTime
from .models import Article, Byline, Correction, Tag

# The moment at which a statement runs.
NOW = bindparam("now", callable_=lambda: datetime.now(UTC), type_=UtcTime())
IS_PUBLIC = Article.published <= NOW
IS_LISTED = and_(IS_PUBLIC, Article.is_page.is_(False))

# Lists show no text, so they do not load it; links show no more than a title.
FOR_LISTS = (defer(Article.blocks), defer(Article.contents), defer(Article.text), defer(Article.pictures))
FOR_LINKS = (*FOR_LISTS, lazyload(Article.bylines), lazyload(Article.tags))


def is_public() -> ColumnElement[bool]:
    return IS_PUBLIC


def is_listed() -> ColumnElement[bool]:
    """Whether it stands in lists: it is public, and no page such as an imprint."""
    return IS_LISTED


def _list_where(*conditions: ColumnElement[bool]) -> Select[Article]:
    """Return the statement for a page of a list, the newest first; its length and where it begins are given when it runs."""
    statement = select(Article).where(IS_LISTED, *conditions).options(*FOR_LISTS)
    statement = statement.order_by(Article.published.desc(), Article.id)
    return statement.limit(bindparam("limit", type_=Integer)).offset(bindparam("offset", type_=Integer))


BY_PATH = (
    select(Article)
    .where(Article.path == bindparam("path"), IS_PUBLIC)
    .options(defer(Article.pictures), lazyload(Article.bylines), lazyload(Article.tags))
)
BY_ID = select(Article).where(Article.id == bindparam("id"), IS_PUBLIC).options(*FOR_LINKS)
# Rows, which have all that a page shows of the objects, come in a third of the time.
PARTS = {
    name: select(table).where(table.c.article_id == bindparam("id")).order_by(table.c.rank)
    for name, kind in (("bylines", Byline), ("tags", Tag), ("corrections", Correction))
    for table in [Base.metadata.tables[kind.__tablename__]]
}

WITH_SLUG: ColumnElement[str] = bindparam("slug")
LATEST = _list_where()
PINNED = _list_where(Article.pinned == true())  # With an operator, so that PostgreSQL takes the index too.
IN_SECTION = _list_where(Article.section_slug == WITH_SLUG)
BY_AUTHOR = _list_where(Article.id.in_(select(Byline.article_id).where(Byline.slug == WITH_SLUG)))
WITH_TAG = _list_where(Article.id.in_(select(Tag.article_id).where(Tag.slug == WITH_SLUG)))

SINCE, UNTIL = Article.published >= bindparam("since"), Article.published < bindparam("until")
BETWEEN = _list_where(SINCE, UNTIL)
COUNT_BETWEEN = select(func.count()).where(IS_LISTED, SINCE, UNTIL)
LAST_BEFORE = select(func.max(Article.published)).where(IS_LISTED, UNTIL)

PLACE = tuple_(Article.published, Article.id)
OWN_PLACE = tuple_(bindparam("published", type_=UtcTime()), bindparam("id"))
IN_SAME_SECTION = (
    select(Article.id).where(Article.is_page.is_(False), Article.section_slug == WITH_SLUG).limit(1)
)
# What was published before a public article is public. To ask for that too would lead SQLite past all that is newer.
BEFORE = IN_SAME_SECTION.where(PLACE < OWN_PLACE).order_by(Article.published.desc(), Article.id.desc())
AFTER = IN_SAME_SECTION.where(PLACE > OWN_PLACE, IS_PUBLIC).order_by(Article.published, Article.id)
NEIGHBOURS = (
    select(Article, PLACE > OWN_PLACE)
    .where(or_(*(Article.id == part.correlate(None).scalar_subquery() for part in (BEFORE, AFTER))))
    .options(*FOR_LINKS)
)

SECTIONS = (
    select(func.min(Article.section), Article.section_slug)
    .where(IS_LISTED)
    .group_by(Article.section_slug)
    .order_by(func.count().desc(), Article.section_slug)
)


@dataclass(frozen=True)
class Section:
    name: str
    slug: str


def is_empty(session: Session) -> bool:
    """Whether nothing was ever published, or nothing is left of it."""
    return session.scalars(select(Article.id).limit(1)).first() is None


def find_article(session: Session, path: str) -> Article | None:
    """Return the article at an address, with all that its page shows of it."""
    article = session.scalars(BY_PATH, {"path": path}).one_or_none()
    if article is not None:
        for name, statement in PARTS.items():
            set_committed_value(article, name, list(session.execute(statement, {"id": article.id})))
    return article


def find_by_id(session: Session, id: str) -> Article | None:
    return session.scalars(BY_ID, {"id": id}).one_or_none()


def list_latest(session: Session, limit: int, offset: int = 0) -> Sequence[Article]:
    return session.scalars(LATEST, {"limit": limit, "offset": offset}).all()


def list_pinned(session: Session, limit: int) -> Sequence[Article]:
    """List what an editor wants first on the front page, the newest first."""
    return session.scalars(PINNED, {"limit": limit, "offset": 0}).all()


def list_in_section(session: Session, slug: str, limit: int, offset: int = 0) -> Sequence[Article]:
    return session.scalars(IN_SECTION, {"slug": slug, "limit": limit, "offset": offset}).all()


def list_by_author(session: Session, slug: str, limit: int, offset: int = 0) -> Sequence[Article]:
    return session.scalars(BY_AUTHOR, {"slug": slug, "limit": limit, "offset": offset}).all()


def list_with_tag(session: Session, slug: str, limit: int, offset: int = 0) -> Sequence[Article]:
    return session.scalars(WITH_TAG, {"slug": slug, "limit": limit, "offset": offset}).all()


def list_between(
    session: Session, since: datetime, until: datetime, limit: int, offset: int = 0
) -> Sequence[Article]:
    """List what was published from `since` on and before `until`."""
    given = {"since": since, "until": until, "limit": limit, "offset": offset}
    return session.scalars(BETWEEN, given).all()


def count_between(session: Session, since: datetime, until: datetime) -> int:
    return session.scalars(COUNT_BETWEEN, {"since": since, "until": until}).one()


def find_last_before(session: Session, moment: datetime) -> datetime | None:
    """Return when the last story before a moment was published."""
    return session.scalars(LAST_BEFORE, {"until": moment}).one()


def find_neighbours(session: Session, article: Article) -> tuple[Article | None, Article | None]:
    """Return the stories of the same section that were published just before and just after."""
    given = {"slug": article.section_slug, "published": article.published, "id": article.id}
    found = {is_after: neighbour for neighbour, is_after in session.execute(NEIGHBOURS, given)}
    return found.get(False), found.get(True)


def list_corrections(session: Session, limit: int, offset: int = 0) -> Sequence[Correction]:
    """List the corrections of all that is public, the newest first, each with its article."""
    query = (
        select(Correction)
        .join(Correction.article)
        .where(IS_PUBLIC, Correction.made <= NOW)
        .options(contains_eager(Correction.article).options(*FOR_LINKS))
        .order_by(Correction.made.desc(), Correction.article_id, Correction.rank)
    )
    return session.scalars(query.limit(limit).offset(offset)).all()


def list_sections(session: Session) -> list[Section]:
    """Return the sections that have public articles, the one with most first."""
    return [Section(name, slug) for name, slug in session.execute(SECTIONS)]
