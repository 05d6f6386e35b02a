"""Store a comment, durably, before anyone is thanked for it."""

from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .markdown import render_comment
from .models import APPROVED, Comment
from .moderation import Submission, judge

DEEPEST = 50  # Beyond this a reply stands beside what it answers; a position stays within 510 digits.


class ParentGone(Exception):
    """The comment that a reply answers is not there, or not in this thread, or not shown."""


def post_comment(session: Session, submission: Submission, written: datetime | None = None) -> Comment:
    """Judge and store a comment in the caller's transaction, and return it; raise `ParentGone`."""
    parent = find_parent(session, submission)
    verdict = judge(submission)
    content = {
        key: value for key, value in asdict(submission).items() if key not in {"honeypot", "parent_id"}
    }
    comment = Comment(
        **content,
        parent_id=submission.parent_id,
        position="",
        depth=0 if parent is None else min(parent.depth + 1, DEEPEST),
        status=verdict.status,
        reasons=verdict.reasons,
        html=render_comment(submission.text),
        written=written or datetime.now(UTC),
    )
    session.add(comment)
    session.flush()  # The position ends with the comment's own id, which the database gives.
    comment.position = make_position(parent, comment.id)
    session.flush()
    return comment


def find_parent(session: Session, submission: Submission) -> Comment | None:
    if submission.parent_id is None:
        return None
    query = select(Comment).where(
        Comment.id == submission.parent_id,
        Comment.thread == submission.thread,
        Comment.status == APPROVED,
    )
    parent = session.scalars(query).one_or_none()
    if parent is None:
        raise ParentGone
    return parent


def make_position(parent: Comment | None, id: int) -> str:
    own = f"{id:010d}"
    if parent is None:
        return own
    if parent.depth == DEEPEST:
        return parent.position[:-10] + own
    return parent.position + own
