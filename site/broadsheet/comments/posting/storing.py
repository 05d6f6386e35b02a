"""Store a comment, durably, before anyone is thanked for it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Integer, String, bindparam, case, insert, select
from sqlalchemy.orm import Session

from ...storage import insert_for
from ..deciding import count_answer, lock_thread
from ..models import APPROVED, COMMENTS, HELD, THREADS, Comment
from ..moderation import Submission, Verdict, judge
from ..news import add_news
from .markdown import render_comment

STORE = insert(COMMENTS)  # Made once: to put a statement together takes longer than to run it.
DEEPEST = 50  # Beyond this an answer stands beside what it answers, so that a path stays short.


class ParentGone(Exception):
    """The comment that an answer is for is not there, or not in this thread, or not shown."""


@dataclass(frozen=True)
class Posted:
    """What became of a comment: its id, its verdict, and how many comments its thread shows now."""

    id: int
    verdict: Verdict
    thread_shown: int


class Place(NamedTuple):
    """Where a comment stands: below which others, and below which of them at the outermost."""

    path: str = ""
    root_id: int | None = None


def post_comment(session: Session, submission: Submission) -> Posted:
    """Judge and store a comment in the caller's transaction; raise `ParentGone`, or what a phase refuses with."""
    submission = submission if submission.html else replace(submission, html=render_comment(submission.text))
    lock_thread(session, submission.thread)
    place = find_place_of_answer(session, submission)
    verdict = judge(session, submission)
    return store_comment(session, submission, place, verdict)


def store_comment(
    session: Session, submission: Submission, place: Place, verdict: Verdict, written: datetime | None = None
) -> Posted:
    """Store a comment with its verdict in the caller's transaction."""
    approved, moment = verdict.status == APPROVED, written or datetime.now(UTC)
    thread_shown = _keep_thread(session, submission, int(approved))
    values = {
        "thread": submission.thread,
        "parent_id": submission.parent_id,
        "root_id": place.root_id,
        "path": place.path,
        "status": verdict.status,
        "reasons": verdict.reasons,
        "shown": approved,
        "answers": 0,
        "name": submission.name,
        "email": submission.email,
        "website": submission.website,
        "text": submission.text,
        "html": submission.html or render_comment(submission.text),
        "written": moment,
        "decided": moment,
        "visitor": submission.visitor,
        "verified": submission.verified,
        "staff": submission.staff,
        "announced": False,
    }
    key = session.connection().execute(STORE, values).inserted_primary_key
    if approved:
        count_answer(session, place.path, 1)
    posted = Posted(int(key[0]), verdict, thread_shown)  # type: ignore[index]
    if verdict.status in {APPROVED, HELD}:
        add_news(session, posted.id)
    return posted


def find_place_of_answer(session: Session, submission: Submission) -> Place:
    """Return the place of a submission, below the comment that it answers; raise `ParentGone`."""
    if submission.parent_id is None:
        return Place()
    query = select(Comment.id, Comment.path, Comment.root_id).where(
        Comment.id == submission.parent_id,
        Comment.thread == submission.thread,
        Comment.status == APPROVED,
    )
    parent = session.execute(query).one_or_none()
    if parent is None:
        raise ParentGone
    deepest = parent.path.count("/") >= DEEPEST
    path = parent.path if deepest else f"{parent.path}{parent.id}/"
    return Place(path, parent.root_id or parent.id)


def _keep_thread(session: Session, submission: Submission, more: int) -> int:
    """Remember the page of the thread, with the address and title that it has now, and count what it shows.

    Only a comment that is shown can change them, and no query that a reader came with, which would lead everyone after it;
    but an address that has a query itself gives way to one that may have another.
    """
    values = {
        "key": submission.thread,
        "address": submission.address,
        "title": submission.title,
        "more": more,
        "is_new": bool(more) and "?" not in submission.address,
    }
    return int(session.connection().execute(keeping(insert_for(session)), values).scalar_one())


@cache
def keeping(insert_of: Any) -> Any:
    """Return the statement that keeps a thread, in the words of one kind of database."""
    told: dict[str, Any] = {name: bindparam(name, type_=String) for name in ("address", "title")}
    statement = insert_of(THREADS).values(key=bindparam("key"), closed=False, shown=bindparam("more"), **told)
    is_shown = bindparam("more", type_=Integer) > 0
    is_open = (THREADS.c.address == "") | (is_shown & THREADS.c.address.contains("?"))
    changed: dict[str, Any] = {
        "address": case(
            (bindparam("is_new", type_=Boolean) | is_open, told["address"]), else_=THREADS.c.address
        ),
        "title": case((is_shown | (THREADS.c.title == ""), told["title"]), else_=THREADS.c.title),
    }
    changed["shown"] = THREADS.c.shown + bindparam("more", type_=Integer)
    return statement.on_conflict_do_update(index_elements=["key"], set_=changed).returning(THREADS.c.shown)
