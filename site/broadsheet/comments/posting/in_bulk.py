"""Store many comments that were written elsewhere, with their own dates: judged there, and nobody is told of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Session

from ...storage import insert_for
from ..deciding import lock_thread, read_path
from ..models import APPROVED, COMMENTS, DELETED, SPAM, THREADS, Comment, Thread
from .storing import DEEPEST, Place

REJECTED = {SPAM, DELETED}


@dataclass(frozen=True)
class Arrival:
    """A comment from elsewhere; its parent is stored already. `id` is the number that it shall have, if that matters."""

    thread: str
    parent_id: int | None
    name: str
    email: str
    website: str
    text: str
    html: str
    written: datetime
    edited: datetime | None
    status: str
    staff: bool = False
    reasons: list[str] = field(default_factory=list)
    id: int | None = None


def store_threads(session: Session, threads: Iterable[Thread]) -> None:
    """Make threads known in the caller's transaction; one that is known already stays as it is, open or closed."""
    for thread in sorted(threads, key=lambda thread: thread.key):
        lock_thread(session, thread.key)
        values = {
            "key": thread.key,
            "address": thread.address,
            "title": thread.title,
            "closed": thread.closed,
            "shown": 0,
        }
        session.execute(insert_for(session)(THREADS).values(**values).on_conflict_do_nothing())


def store_many(session: Session, arrivals: Sequence[Arrival]) -> list[int]:
    """Store comments in the caller's transaction, and return their ids in the same order.

    Their threads are known. What answers another of them must come in a later call.
    """
    for key in sorted({arrival.thread for arrival in arrivals}):
        lock_thread(session, key)
    places = _find_places(session, {arrival.parent_id for arrival in arrivals if arrival.parent_id})
    rows = [_make_row(arrival, places.get(arrival.parent_id or 0, Place())) for arrival in arrivals]
    ids = _insert(session, rows)
    _count(session, rows)
    return ids


def find_moments(session: Session, ids: Iterable[int]) -> dict[int, datetime]:
    """Return when those of some comments were written that are there."""
    query = select(Comment.id, Comment.written).where(Comment.id.in_(list(ids)))
    return {row.id: row.written for row in session.execute(query)}


def _find_places(session: Session, parents: Iterable[int]) -> dict[int, Place]:
    """Return where the answers to some comments stand."""
    query = select(Comment.id, Comment.path, Comment.root_id).where(Comment.id.in_(list(parents)))
    return {
        row.id: Place(
            row.path if row.path.count("/") >= DEEPEST else f"{row.path}{row.id}/", row.root_id or row.id
        )
        for row in session.execute(query)
    }


def _make_row(arrival: Arrival, place: Place) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "id": arrival.id,
        "thread": arrival.thread,
        "parent_id": arrival.parent_id if place.path else None,
        "root_id": place.root_id,
        "path": place.path,
        "status": arrival.status,
        "reasons": arrival.reasons,
        "shown": arrival.status == APPROVED,
        "answers": 0,
        "name": arrival.name,
        "email": arrival.email,
        "website": arrival.website,
        "text": arrival.text,
        "html": arrival.html,
        "written": arrival.written,
        "edited": arrival.edited,
        # The time for which rejected comments are kept begins when they come in.
        "decided": now if arrival.status in REJECTED else arrival.written,
        "visitor": None,
        "verified": False,
        "staff": arrival.staff,
        "announced": True,
    }


def _insert(session: Session, rows: list[dict[str, Any]]) -> list[int]:
    numbered = [row for row in rows if row["id"]]
    if numbered:
        session.execute(insert(COMMENTS), numbered)
        _pass_over(session)
    others = [{name: value for name, value in row.items() if name != "id"} for row in rows if not row["id"]]
    statement = insert(COMMENTS).returning(COMMENTS.c.id, sort_by_parameter_order=True)
    made = iter(session.scalars(statement, others).all() if others else ())
    return [row["id"] or next(made) for row in rows]


def _pass_over(session: Session) -> None:
    """Let PostgreSQL, which counts apart, give no number that was taken by hand."""
    if session.get_bind().dialect.name == "postgresql":
        newest = select(func.max(COMMENTS.c.id)).scalar_subquery()
        sequence = func.pg_get_serial_sequence(COMMENTS.name, "id")
        session.execute(select(func.setval(sequence, newest)))


def _count(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Count what is shown, for its thread and for every comment above it."""
    shown = [row for row in rows if row["shown"]]
    threads = Counter(row["thread"] for row in shown)
    above = Counter(id for row in shown for id in read_path(row["path"]))
    if threads:
        more = THREADS.c.shown + bindparam("more")
        statement = update(THREADS).where(THREADS.c.key == bindparam("of")).values(shown=more)
        session.connection().execute(
            statement, [{"of": key, "more": more} for key, more in sorted(threads.items())]
        )
    if above:
        more = COMMENTS.c.answers + bindparam("more")
        values = {"answers": more, "shown": or_(COMMENTS.c.status == APPROVED, more > 0)}
        statement = update(COMMENTS).where(COMMENTS.c.id == bindparam("of")).values(**values)
        session.connection().execute(
            statement, [{"of": id, "more": more} for id, more in sorted(above.items())]
        )
