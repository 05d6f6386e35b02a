"""What is kept no longer than needed: rejected comments, and the names that visitors had for a day."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from ..delivery.visitors import KEPT_DAYS
from ..settings import settings_of
from .deciding import lock_threads
from .erasing import erase_comment, forget_followers
from .models import DELETED, SPAM, Comment

AT_ONCE = 200


def prune_comments(session: Session, now: datetime | None = None) -> int:
    """Erase some of what was rejected long ago, in the caller's transaction; return how many comments were erased.

    Call it again until that is none: a few at a time, so that nobody who posts has to wait. A comment that others stand
    below keeps its row, without its words; so does the newest of all, as SQLite would give its id to the next one.
    """
    now = now or datetime.now(UTC)
    before = now - timedelta(days=settings_of(current_app).comments_rejected_days)
    ids = _list_rejected(session, before)
    lock_threads(session, ids)
    rejected = (Comment.status.in_([SPAM, DELETED]), func.coalesce(Comment.decided, Comment.written) < before)
    found = select(Comment).where(Comment.id.in_(ids), *rejected).execution_options(populate_existing=True)
    kept = set(_list_answered(session, ids)) | {session.scalars(select(func.max(Comment.id))).one()}
    gone = []
    for comment in session.scalars(found).all():
        if comment.id not in kept:
            gone.append(comment.id)
        elif comment.text or comment.email:
            erase_comment(session, comment, comment.reasons, unlearned=False)
    session.execute(delete(Comment).where(Comment.id.in_(gone)))
    forget_followers(session, gone)
    return len(ids)


def _list_rejected(session: Session, before: datetime) -> list[int]:
    """Return ids of comments that were rejected long ago and are not erased, or need not stay any more."""
    answer = aliased(Comment)
    answered = exists().where(answer.parent_id == Comment.id)
    newest = select(func.max(Comment.id)).scalar_subquery()
    query = select(Comment.id).where(
        Comment.status.in_([SPAM, DELETED]),
        func.coalesce(Comment.decided, Comment.written) < before,
        (Comment.text != "") | (Comment.email != "") | (~answered & (Comment.id != newest)),
    )
    return list(session.scalars(query.order_by(Comment.id).limit(AT_ONCE)))


def _list_answered(session: Session, ids: list[int]) -> list[int]:
    query = select(Comment.parent_id).where(Comment.parent_id.in_(ids)).distinct()
    return [id for id in session.scalars(query) if id is not None]


def forget_old_visitors(session: Session, now: datetime) -> int:
    """Remove some names of visitors whose key is gone (decision 15), and return how many; call it until that is none.

    They would only tell which comments were one day's.
    """
    old = (Comment.written < now - timedelta(days=KEPT_DAYS), Comment.visitor.is_not(None))
    query = select(Comment.id).where(*old).limit(AT_ONCE).with_for_update(skip_locked=True)
    ids = session.scalars(query).all()
    statement = update(Comment).where(Comment.id.in_(ids)).values(visitor=None)
    session.execute(statement, execution_options={"synchronize_session": False})
    return len(ids)
