"""What is kept no longer than needed: rejected comments, and the names that visitors had for a day."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from ..delivery.visitors import KEPT_DAYS
from ..settings import settings_of
from .erasing import erase_comment
from .models import DELETED, SPAM, Comment

AT_ONCE = 500


def prune_comments(session: Session, now: datetime | None = None) -> int:
    """Erase what was rejected long ago, in the caller's transaction; return how many comments were.

    A comment that others stand below keeps its row, without its words.
    """
    now = now or datetime.now(UTC)
    before = now - timedelta(days=settings_of(current_app).comments_rejected_days)
    rejected = (Comment.status.in_([SPAM, DELETED]), Comment.decided < before)
    removed = _remove_rows(session, *rejected)
    answered = session.scalars(select(Comment).where(*rejected, Comment.text != "").limit(AT_ONCE)).all()
    for comment in answered:
        erase_comment(session, comment, comment.reasons, unlearned=False)
    forget_old_visitors(session, now)
    return removed + len(answered)


def forget_old_visitors(session: Session, now: datetime) -> None:
    """Remove the names of visitors whose key is gone (decision 15); they would only tell which comments were one day's."""
    old = Comment.written < now - timedelta(days=KEPT_DAYS)
    statement = update(Comment).where(old, Comment.visitor.is_not(None)).values(visitor=None)
    session.execute(statement, execution_options={"synchronize_session": False})


def _remove_rows(session: Session, *which: ColumnElement[bool]) -> int:
    answer = aliased(Comment)
    lonely = ~exists().where(answer.parent_id == Comment.id)
    found = select(Comment.id).where(*which, lonely)
    statement = delete(Comment).where(Comment.id.in_(found)).returning(Comment.id)
    return len(session.scalars(statement, execution_options={"synchronize_session": False}).all())
