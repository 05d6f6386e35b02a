"""Remove what a comment says and who said it; its place stays where others have answered."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from .deciding import decide, lock_threads
from .models import DELETED, Comment, News, Version, Watch
from .spam.learning import unlearn


def erase_comment(session: Session, comment: Comment, reasons: Sequence[str], unlearned: bool = True) -> None:
    """Remove a comment's words and its writer's details in the caller's transaction, and the watch for answers to it.

    What was learned of it is taken back too, unless it is to outlast the comment (`unlearned` False).
    """
    lock_threads(session, [comment.id])
    decide(session, [comment.id], DELETED, reasons)
    if unlearned:
        unlearn(session, comment)
    comment.name = comment.email = comment.website = comment.text = comment.html = ""
    comment.visitor, comment.learned, comment.verified, comment.staff = None, None, False, False
    comment.note = comment.earlier_reasons = None
    session.flush()
    forget_followers(session, [comment.id])


def forget_followers(session: Session, ids: Iterable[int]) -> None:
    """Remove what refers to comments that are gone: who wants to be told of what, and what they said before."""
    gone = list(ids)
    session.execute(delete(Watch).where(Watch.comment_id.in_(gone)))
    session.execute(delete(News).where(News.comment_id.in_(gone)))
    session.execute(delete(Version).where(Version.comment_id.in_(gone)))
