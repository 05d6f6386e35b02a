"""The newsroom answers in its own threads, under a mark that no reader can have."""

from flask import current_app
from sqlalchemy.orm import Session

from ..settings import settings_of
from .deciding import lock_threads
from .models import Comment, Thread
from .moderation.submission import APPROVED_BY_STAFF, Refused, Submission
from .posting.form import LONGEST_NAME
from .posting.storing import ParentGone, Posted, find_place_of_answer, store_comment
from .posting.visible import shows_something


def answer_comment(session: Session, id: int, name: str, text: str) -> Posted:
    """Answer a comment as staff in the caller's transaction.

    Raise `ParentGone` where it is not shown, and `Refused` for a name or text that a reader could not have either.
    """
    most = settings_of(current_app).comments_max_length
    if not shows_something(name) or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(f"The name must be one line of 1 to {LONGEST_NAME} characters.")
    if not shows_something(text) or len(text) > most:
        raise Refused(f"The answer must have 1 to {most} characters.")
    lock_threads(session, [id])
    comment = session.get(Comment, id)
    if comment is None:
        raise ParentGone
    thread = session.get(Thread, comment.thread)
    told = (thread.address, thread.title) if thread else ("", "")
    submission = Submission(comment.thread, comment.id, name, "", "", text, "", *told, staff=True)
    return store_comment(session, submission, find_place_of_answer(session, submission), APPROVED_BY_STAFF)
