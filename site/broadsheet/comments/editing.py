"""A writer changes a comment or takes it back, within some minutes, as long as nobody has answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ..settings import settings_of
from .change_tokens import name_version
from .deciding import decide
from .erasing import erase_comment
from .markdown import render_comment
from .models import APPROVED, DELETED, HELD, LARGEST_ID, Comment, Thread
from .moderation import judge
from .news import add_news
from .spam.learning import unlearn
from .submission import Refused, Submission

NOT_YOURS = (
    "This browser may not change this comment, or not any more: it is possible for {minutes} minutes after posting, in the "
    "browser that posted it."
)
CHANGED = "The comment was changed or removed meanwhile. Open its page again to see what it says now."
ANSWERED = (
    "Somebody has answered this comment, so it stays as it is. You can add what you want to say as an answer."
)


def find_changeable(session: Session, id: int, version: str | None) -> Comment:
    """Return a comment whose writer may change it now; raise `Refused` saying why not.

    `version` is what the writer's token allows to change (`change_tokens`).
    """
    minutes = settings_of(current_app).comments_edit_minutes
    comment = session.get(Comment, id, with_for_update=True) if version and 0 < id <= LARGEST_ID else None
    if comment is None or comment.written + timedelta(minutes=minutes) < datetime.now(UTC):
        raise Refused(NOT_YOURS.format(minutes=minutes))
    if comment.status == DELETED or name_version(comment.text, comment.edited) != version:
        raise Refused(CHANGED)
    answered = exists().where(Comment.parent_id == id, Comment.status != DELETED)
    if session.scalars(select(answered)).one():
        raise Refused(ANSWERED)
    return comment


def edit_comment(session: Session, comment: Comment, text: str, visitor: str | None, network: str) -> None:
    """Give a comment another text in the caller's transaction.

    The phases look at it again, and may refuse; what was held stays held, whatever they say.
    """
    if text == comment.text:
        return
    verdict = judge(session, _submit_again(session, comment, text, visitor, network))
    unlearn(session, comment)
    comment.text, comment.html, comment.edited = text, render_comment(text), datetime.now(UTC)
    if comment.status == APPROVED:
        decide(session, [comment.id], verdict.status, verdict.reasons)
    if comment.status == HELD:
        add_news(session, comment.id)


def withdraw_comment(session: Session, comment: Comment) -> None:
    """Remove a comment at its writer's wish, in the caller's transaction."""
    erase_comment(session, comment, ["Its writer deleted it."])


def _submit_again(
    session: Session, comment: Comment, text: str, visitor: str | None, network: str
) -> Submission:
    thread = session.get(Thread, comment.thread)
    before = Submission(
        comment.thread, comment.parent_id, comment.name, comment.email, comment.website, comment.text,
        address=thread.address if thread else "",
        title=thread.title if thread else "",
        verified=comment.verified,
        staff=comment.staff,
    )  # fmt: skip
    return replace(before, text=text, visitor=visitor, network=network)
