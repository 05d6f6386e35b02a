"""One comment whole: what stands above and below it, what else its writer wrote, and what was done with it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...comments.changing.by_staff import list_versions
from ...comments.deciding import read_path
from ...comments.models import LARGEST_ID, Comment, Thread
from ...comments.moderation.links import find_hosts
from ...comments.state import name_state
from ..journal.models import Entry
from ..journal.writing import COMMENT
from .finding import find_histories
from .standing import stands_so
from .undoing import CAN_BE_UNDONE

MOST_BELOW, MOST_OTHERS, MOST_ENTRIES = 50, 10, 50


def find_comment(session: Session, id: int) -> Comment | None:
    return session.get(Comment, id) if 0 < id <= LARGEST_ID else None


def describe_one(session: Session, comment: Comment) -> dict[str, Any]:
    """Return what the page of a comment shows."""
    entries = list_entries(session, comment.id)
    return {
        "comment": comment,
        "state": name_state(comment),
        "thread": session.get(Thread, comment.thread),
        "above": list_above(session, comment),
        "below": list_below(session, comment),
        "history": find_histories(session, [comment.email]).get(comment.email),
        "others": list_others(session, comment),
        "versions": list_versions(session, comment.id),
        "entries": entries,
        "undoable": find_undoable(comment, entries),
        "hosts": sorted(find_hosts(comment.text, comment.html, comment.website)),
    }


def list_above(session: Session, comment: Comment) -> Sequence[Comment]:
    """Return what a comment answers, and what that answers, the outermost first."""
    return session.scalars(
        select(Comment).where(Comment.id.in_(read_path(comment.path))).order_by(Comment.id)
    ).all()


def list_below(session: Session, comment: Comment) -> Sequence[Comment]:
    """Return the first answers to a comment, whatever their status."""
    query = select(Comment).where(Comment.parent_id == comment.id).order_by(Comment.id)
    return session.scalars(query.limit(MOST_BELOW)).all()


def list_others(session: Session, comment: Comment) -> Sequence[Comment]:
    """Return the newest of what else was written under the same e-mail address."""
    if not comment.email:
        return []
    query = select(Comment).where(Comment.email == comment.email, Comment.id != comment.id)
    return session.scalars(query.order_by(Comment.id.desc()).limit(MOST_OTHERS)).all()


def list_entries(session: Session, id: int) -> Sequence[Entry]:
    """Return what was done with a comment at the desk, the newest first."""
    query = select(Entry).where(Entry.kind == COMMENT, Entry.subject == str(id))
    return session.scalars(query.order_by(Entry.id.desc()).limit(MOST_ENTRIES)).all()


def find_undoable(comment: Comment, entries: Sequence[Entry]) -> Entry | None:
    """Return what was done last, if that can be taken back still."""
    here = [one for one in entries if one.act in CAN_BE_UNDONE and stands_so(comment, one.after)]
    return here[0] if here else None
