"""What became of the comments, and what waits."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..storage import count_by_day
from .models import HELD, STATUSES, Comment


def count_comments(session: Session, days: Sequence[date]) -> dict[str, list[int]]:
    """Return for each status how many comments that have it now were written on each day."""
    return {
        status: count_by_day(session, Comment.written, days, Comment.status == status) for status in STATUSES
    }


def count_waiting(session: Session) -> tuple[int, datetime | None]:
    """Return how many comments wait for a moderator, and when the oldest of them was written."""
    number, oldest = session.execute(
        select(func.count(), func.min(Comment.written)).where(Comment.status == HELD)
    ).one()
    return number, oldest
