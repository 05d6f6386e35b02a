"""Read a thread: one query in reading order, and how many levels end behind each comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from .models import APPROVED, HELD, LARGEST_ID, SPAM, Comment


@dataclass(frozen=True)
class Shown:
    """A comment as its template shows it; `closes` is how many open comments end behind it."""

    id: int
    name: str
    website: str
    html: str
    written: datetime
    waiting: bool
    closes: int


def read_thread(session: Session, key: str, own: frozenset[int] = frozenset()) -> list[Shown]:
    """Return a thread in reading order: what is approved, and what the reader wrote and still waits."""
    query = (
        select(
            Comment.id,
            Comment.name,
            Comment.website,
            Comment.html,
            Comment.written,
            Comment.status,
            Comment.position,
        )
        .where(Comment.thread == key, or_(Comment.status == APPROVED, (Comment.id.in_(own)) & _waits()))
        .order_by(Comment.position)
    )
    rows = session.execute(query).all()
    closing = count_closing([row.position for row in rows])
    return [
        Shown(row.id, row.name, row.website, row.html, row.written, row.status != APPROVED, closes)
        for row, closes in zip(rows, closing, strict=True)
    ]


def count_comments(session: Session, key: str) -> int:
    """Return how many comments of a thread everyone can see."""
    query = select(func.count()).where(Comment.thread == key, Comment.status == APPROVED)
    return session.scalars(query).one()


def find_shown(session: Session, key: str, id: int) -> Comment | None:
    """Return a comment of a thread that everyone can see; an id that no comment can have finds none."""
    if not 0 < id <= LARGEST_ID:
        return None
    query = select(Comment).where(Comment.id == id, Comment.thread == key, Comment.status == APPROVED)
    return session.scalars(query).one_or_none()


def count_closing(positions: Sequence[str]) -> list[int]:
    """Return for each comment of a thread how many open ones end behind it, itself included if it has no reply.

    A reply whose parent is not shown stands inside the nearest comment above its parent that is, or at the top.
    """
    closing = []
    open_positions: list[str] = []
    for number, position in enumerate(positions):
        following = positions[number + 1] if number + 1 < len(positions) else ""
        open_positions.append(position)
        closed = 0
        while open_positions and not following.startswith(open_positions[-1]):
            open_positions.pop()
            closed += 1
        closing.append(closed)
    return closing


def _waits() -> object:
    # A comment taken for spam waits too, as far as its writer can tell.
    return Comment.status.in_([HELD, SPAM])
