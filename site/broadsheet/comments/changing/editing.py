"""A writer changes a comment or takes it back, within some minutes, as long as nobody has answered."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ...languages import N_
from ...page_language import gettext, ngettext, tell_newsroom
from ...settings import settings_of
from ..deciding import decide, lock_threads
from ..erasing import erase_comment
from ..models import APPROVED, DELETED, HELD, LARGEST_ID, SPAM, Comment, Thread
from ..moderation import judge
from ..moderation.submission import Refused, Submission
from ..news import add_news
from ..spam.learning import unlearn
from .tokens import name_version

CHANGED = N_("The comment was changed or removed meanwhile. Open its page again to see what it says now.")
ANSWERED = N_(
    "Somebody has answered this comment, so it stays as it is. You can add what you want to say as an answer."
)


def find_changeable(session: Session, id: int, version: str | None) -> Comment:
    """Return a comment whose writer may change it now; raise `Refused` saying why not.

    `version` is what the writer's token allows to change (`changing.tokens`).
    """
    minutes = settings_of(current_app).comments_edit_minutes
    comment = session.get(Comment, id) if version and 0 < id <= LARGEST_ID else None
    if comment is None or comment.written + timedelta(minutes=minutes) < datetime.now(UTC):
        raise Refused(_tell_not_yours(minutes))
    if comment.status == DELETED or name_version(comment.text, comment.edited) != version:
        raise Refused(gettext(CHANGED))
    # What waits may be shown, and then answers what it did not; what was rejected answers nothing.
    answered = exists().where(Comment.parent_id == id, Comment.status.in_([APPROVED, HELD]))
    if session.scalars(select(answered)).one():
        raise Refused(gettext(ANSWERED))
    return comment


def _tell_not_yours(minutes: int) -> str:
    return ngettext(
        "This browser may not change this comment, or not any more: it is possible for %(number)s minute after posting, in "
        "the browser that posted it.",
        "This browser may not change this comment, or not any more: it is possible for %(number)s minutes after posting, in "
        "the browser that posted it.",
        minutes,
    )


def lock_changeable(session: Session, id: int, version: str | None) -> Comment:
    """Return the same in a writing transaction: until it ends nobody answers the comment, or decides on it."""
    lock_threads(session, [id] if 0 < id <= LARGEST_ID else [])
    return find_changeable(session, id, version)


def edit_comment(session: Session, comment: Comment, again: Submission) -> None:
    """Give a comment the text that was sent now, with the HTML of it, in the caller's transaction.

    The phases look at it, and may refuse. What waits goes on waiting whatever they say, but can
    become spam; what moderators taught by it stays taught.
    """
    if again.text == comment.text:
        return
    verdict = judge(session, again)
    if comment.status == SPAM:
        comment.learned = None
    else:
        unlearn(session, comment)
    comment.text, comment.html, comment.edited = again.text, again.html, datetime.now(UTC)
    session.flush()
    if comment.status == APPROVED or verdict.status == SPAM:
        decide(session, [comment.id], verdict.status, verdict.reasons)
    if comment.status == HELD:
        add_news(session, comment.id)


def withdraw_comment(session: Session, comment: Comment) -> None:
    """Remove a comment at its writer's wish, in the caller's transaction.

    Of spam stays for a while that it was, and under which address, or deleting it would restore its writer's good name.
    """
    if comment.status == SPAM:
        comment.name = comment.website = comment.text = comment.html = ""
        comment.learned = None
    else:
        erase_comment(session, comment, [tell_newsroom(N_("Its writer deleted it."))])


def submit_again(
    session: Session, comment: Comment, text: str, html: str, visitor: str, network: str, verified: bool
) -> Submission:
    """Return a comment as it is sent once more, with another text, from where it is sent now."""
    thread = session.get(Thread, comment.thread)
    return Submission(
        comment.thread,
        comment.parent_id,
        comment.name,
        comment.email,
        comment.website,
        text,
        address=thread.address if thread else "",
        title=thread.title if thread else "",
        visitor=visitor,
        network=network,
        verified=verified,
        html=html,
        is_change=True,
    )
