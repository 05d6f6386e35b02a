"""Collect and erase what is kept under an e-mail address."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ...dates import show_machine_time
from ...mail.outbox import forget_recipient
from ..deciding import lock_threads
from ..erasing import erase_comment
from ..models import Comment, Version, Watch
from ..showing.page import locate_page


def list_comments(session: Session, email: str) -> list[Comment]:
    """Return every comment that was written under an address, whether or not its owner wrote it."""
    return list(session.scalars(select(Comment).where(Comment.email == email).order_by(Comment.id)))


def list_watches(session: Session, email: str) -> list[Watch]:
    return list(session.scalars(select(Watch).where(Watch.email == email).order_by(Watch.id)))


def is_known(session: Session, email: str) -> bool:
    """Whether anything is kept under an address."""
    return bool(list_comments(session, email) or list_watches(session, email))


def describe_data(session: Session, email: str) -> dict[str, Any]:
    """Return all that is kept under an address, ready for JSON."""
    return {
        "email": email,
        "comments": describe_comments(session, email),
        "watches": [
            {
                "thread": watch.thread,
                "below_comment": watch.comment_id or None,
                "confirmed": watch.confirmed,
                "made": show_machine_time(watch.made),
            }
            for watch in list_watches(session, email)
        ],
    }


def describe_comments(session: Session, email: str) -> list[dict[str, Any]]:
    """Return the comments under an address, each with what it said before the newsroom changed it."""
    earlier: dict[int, list[str]] = {}
    query = select(Version).join(Comment, Comment.id == Version.comment_id).where(Comment.email == email)
    for version in session.scalars(query.order_by(Version.id)):
        earlier.setdefault(version.comment_id, []).append(version.text)
    return [
        describe_comment(session, comment) | {"earlier": earlier.get(comment.id, [])}
        for comment in list_comments(session, email)
    ]


def describe_comment(session: Session, comment: Comment) -> dict[str, Any]:
    page = locate_page(session, comment.thread)
    return {
        "id": comment.id,
        "thread": comment.thread,
        "page": page.address if page else None,
        "title": page.title if page else None,
        "answers": comment.parent_id,
        "name": comment.name,
        "email": comment.email,
        "website": comment.website,
        "text": comment.text,
        "written": show_machine_time(comment.written),
        "edited": show_machine_time(comment.edited) if comment.edited else None,
        "status": comment.status,
        "reasons": comment.reasons,
        "decided": show_machine_time(comment.decided) if comment.decided else None,
        "verified": comment.verified,
        "note": comment.note,
    }


def erase_data(session: Session, email: str) -> int:
    """Erase all that is kept under an address, in the caller's transaction; return how many comments there were."""
    if not email:
        raise ValueError("Nothing is kept under no address.")
    lock_threads(session, [comment.id for comment in list_comments(session, email)])
    comments = list_comments(session, email)
    for comment in comments:
        erase_comment(session, comment, ["Its writer had it erased."])
    session.execute(delete(Watch).where(Watch.email == email))
    forget_recipient(session, email)
    return len(comments)
