"""Which articles there are, in the database and in the folder: the newest first, a page at a time.

What is on the site, or will be, and what only lies in the folder stand in two tables; a page is merged of the first of both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import exists, func, select, tuple_
from sqlalchemy.orm import Session

from ...articles.models import Article, Unpublished, encode_path
from ...articles.publishing.storing import article_id
from ...articles.queries import Section
from ...comments.models import Thread

PUBLISHED, SCHEDULED, DRAFT, BROKEN = "published", "scheduled", "draft", "broken"
STATES = (PUBLISHED, SCHEDULED, DRAFT, BROKEN)
PAGE_LENGTH = 50

Place = tuple[datetime, str]


@dataclass(frozen=True)
class Wanted:
    """What a list is to show: a state, or all where it is ""; a section; what has `text` in its title; what is `before`."""

    state: str = ""
    section: Section | None = None
    text: str = ""
    before: Place | None = None


@dataclass(frozen=True)
class Row:
    """An article in the list. `moment` is when it was published, or its file was written; `address` is "" off the site.

    `line` and `problem` say why its file cannot be published as it is now.
    """

    source: str
    id: str
    title: str
    section: str
    moment: datetime
    state: str
    address: str = ""
    is_page: bool = False
    pinned: bool = False
    comments: int = 0
    closed: bool = False
    line: int | None = None
    problem: str | None = None

    @property
    def place(self) -> Place:
        return self.moment, self.source


def list_rows(session: Session, wanted: Wanted, limit: int = PAGE_LENGTH) -> tuple[list[Row], bool]:
    """Return a page of the list, and whether there is more."""
    found: list[Iterator[Row]] = []
    if wanted.state in {"", PUBLISHED, SCHEDULED}:
        found.append(_list_articles(session, wanted, limit + 1))
    if wanted.state in {"", DRAFT, BROKEN}:
        found.append(_list_unpublished(session, wanted, limit + 1))
    rows = list(islice(merge(*found, key=lambda row: row.place, reverse=True), limit + 1))
    return _add_threads(session, _add_problems(session, rows[:limit])), len(rows) > limit


def count_states(session: Session) -> dict[str, int]:
    now = datetime.now(UTC)
    published = select(func.count()).select_from(Article).where(Article.published <= now)
    scheduled = select(func.count()).select_from(Article).where(Article.published > now)
    broken = Unpublished.problem.is_not(None)
    rows = session.execute(select(broken, func.count()).group_by(broken))
    files = {bool(is_broken): count for is_broken, count in rows}
    return {
        PUBLISHED: session.scalars(published).one(),
        SCHEDULED: session.scalars(scheduled).one(),
        DRAFT: files.get(False, 0),
        BROKEN: files.get(True, 0),
    }


def _list_articles(session: Session, wanted: Wanted, limit: int) -> Iterator[Row]:
    now = datetime.now(UTC)
    columns = (Article.source, Article.id, Article.title, Article.section, Article.published, Article.path)
    query = select(*columns, Article.is_page, Article.pinned).where(Article.source.is_not(None))
    if wanted.state == PUBLISHED:
        query = query.where(Article.published <= now)
    if wanted.state == SCHEDULED:
        query = query.where(Article.published > now)
    if wanted.section:
        query = query.where(Article.section_slug == wanted.section.slug)
    for row in session.execute(_narrow(query, wanted, Article.published, Article, limit)):
        state = SCHEDULED if row.published > now else PUBLISHED
        yield Row(
            source=row.source,
            id=row.id,
            title=row.title,
            section=row.section,
            moment=row.published,
            state=state,
            address=encode_path(row.path),
            is_page=row.is_page,
            pinned=row.pinned,
        )


def _list_unpublished(session: Session, wanted: Wanted, limit: int) -> Iterator[Row]:
    """Yield what lies in the folder alone; what is on the site in its last good version comes here only if asked for."""
    query = select(Unpublished)
    if wanted.state == DRAFT:
        query = query.where(Unpublished.problem.is_(None))
    elif wanted.state == BROKEN:
        query = query.where(Unpublished.problem.is_not(None))
    else:
        query = query.where(~exists().where(Article.source == Unpublished.source))
    if wanted.section:
        query = query.where(Unpublished.section == wanted.section.name)
    for row in session.scalars(_narrow(query, wanted, Unpublished.changed, Unpublished, limit)):
        yield Row(
            source=row.source,
            id=article_id(row.source),
            title=row.title,
            section=row.section,
            moment=row.changed,
            state=BROKEN if row.problem else DRAFT,
            line=row.line,
            problem=row.problem,
        )


def _narrow(query: Any, wanted: Wanted, moment: Any, table: Any, limit: int) -> Any:
    if wanted.text:
        query = query.where(table.title.icontains(wanted.text, autoescape=True))
    if wanted.before:
        query = query.where(moment <= wanted.before[0], tuple_(moment, table.source) < wanted.before)
    return query.order_by(moment.desc(), table.source.desc()).limit(limit)


def _add_problems(session: Session, rows: Sequence[Row]) -> list[Row]:
    """Add to what is on the site why its file cannot be published as it is now."""
    query = select(Unpublished).where(
        Unpublished.problem.is_not(None), Unpublished.source.in_([row.source for row in rows])
    )
    broken = {found.source: found for found in session.scalars(query)}
    return [
        replace(row, line=broken[row.source].line, problem=broken[row.source].problem)
        if row.source in broken
        else row
        for row in rows
    ]


def _add_threads(session: Session, rows: Sequence[Row]) -> list[Row]:
    query = select(Thread).where(Thread.key.in_([row.id for row in rows]))
    threads = {thread.key: thread for thread in session.scalars(query)}
    return [
        replace(row, comments=threads[row.id].shown, closed=threads[row.id].closed)
        if row.id in threads
        else row
        for row in rows
    ]
