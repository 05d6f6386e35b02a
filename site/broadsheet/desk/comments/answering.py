"""Answer a comment in the newsroom's name."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...comments.deciding import lock_threads
from ...comments.models import DELETED, Comment
from ...comments.staff import answer_comment
from ..accounts.models import User
from ..journal.writing import COMMENT, write_entry

ANSWER = "answer"
SAME_WITHIN = timedelta(days=1)


def answer_as(session: Session, user: User, id: int, text: str) -> str:
    """Answer a comment in the caller's transaction, and return the name of that in the journal.

    A form that is sent twice answers once; then nothing is returned. Raise what `comments.staff.answer_comment` does.
    """
    lock_threads(session, [id])
    if find_same(session, user, id, text):
        return ""
    posted = answer_comment(session, id, user.shown_name, text)
    return write_entry(session, user.name, ANSWER, COMMENT, str(id), after={"answer": posted.id}).batch


def find_same(session: Session, user: User, id: int, text: str) -> int | None:
    """Return the same answer to the same comment, if it was given a short while ago."""
    query = select(Comment.id).where(
        Comment.parent_id == id,
        Comment.staff,
        Comment.name == user.shown_name,
        Comment.text == text,
        Comment.status != DELETED,
        Comment.written > datetime.now(UTC) - SAME_WITHIN,
    )
    return session.scalars(query.limit(1)).first()
