"""Find comments, a page at a time, whatever their number. To look into texts and names reads all, but holds up nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ...comments.models import STATUSES, Comment, Thread
from .filters import ALL, Filters, begin_of, end_of

PAGE_LENGTH = 50


@dataclass(frozen=True)
class Found:
    """A page of comments, the newest first, and whether there are older ones."""

    comments: list[Comment]
    has_older: bool


@dataclass(frozen=True)
class History:
    """What was written under an e-mail address: how many comments of each status, since when, if it was ever verified."""

    counts: dict[str, int]
    since: datetime
    verified: bool


def find_comments(session: Session, filters: Filters) -> Found:
    query = narrow(select(Comment), filters)
    if filters.status != ALL:
        query = query.where(Comment.status == filters.status)
    if filters.before:
        query = query.where(Comment.id < filters.before)
    found = session.scalars(query.order_by(Comment.id.desc()).limit(PAGE_LENGTH + 1)).all()
    return Found(list(found[:PAGE_LENGTH]), len(found) > PAGE_LENGTH)


def count_comments(session: Session, filters: Filters) -> dict[str, int]:
    """Return how many comments of each status there are, of those that the filters leave."""
    query: Select[Any] = narrow(select(Comment.status, func.count()), filters).group_by(Comment.status)
    found = session.execute(query).all()
    return dict.fromkeys(STATUSES, 0) | {row[0]: row[1] for row in found}


def narrow(query: Any, filters: Filters) -> Any:
    """Leave what the filters ask for, whatever its status."""
    if filters.article:
        query = query.where(Comment.thread == filters.article)
    if "@" in filters.author:
        query = query.where(Comment.email == filters.author.lower())
    elif filters.author:
        query = query.where(contains(Comment.name, filters.author))
    if filters.text:
        query = query.where(contains(Comment.text, filters.text))
    if filters.since:
        query = query.where(Comment.written >= begin_of(filters.since))
    if filters.until:
        query = query.where(Comment.written < end_of(filters.until))
    return query


def contains(column: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    """Whether a text has some words in it, in small letters or capitals; SQLite knows those of ASCII alone."""
    spelled = [words] if words.isascii() else sorted({words, words.lower(), words.upper(), words.title()})
    return or_(*(column.icontains(one, autoescape=True) for one in spelled))


def find_threads(session: Session, keys: Iterable[str]) -> dict[str, Thread]:
    """Return threads by their keys."""
    return {one.key: one for one in session.scalars(select(Thread).where(Thread.key.in_(set(keys))))}


def find_answered(session: Session, comments: Iterable[Comment]) -> dict[int, Comment]:
    """Return what some comments answer, by id."""
    ids = {comment.parent_id for comment in comments if comment.parent_id}
    return {one.id: one for one in session.scalars(select(Comment).where(Comment.id.in_(ids)))}


def find_histories(session: Session, emails: Iterable[str]) -> dict[str, History]:
    """Return what was written under some e-mail addresses, whoever typed them."""
    told = (func.count(), func.min(Comment.written), func.count().filter(Comment.verified))
    query = select(Comment.email, Comment.status, *told).where(Comment.email.in_({*emails} - {""}))
    found: dict[str, History] = {}
    for email, status, number, since, verified in session.execute(
        query.group_by(Comment.email, Comment.status)
    ):
        known = found.get(email, History({}, since, False))
        counts = known.counts | {status: number}
        found[email] = History(counts, min(known.since, since), known.verified or verified > 0)
    return found
