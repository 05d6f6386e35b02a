"""The newsroom answers in its own threads, under a mark that no reader can have."""

from sqlalchemy.orm import Session

from .models import APPROVED, Comment, Thread
from .posting import Posted, find_place_of_answer, store_comment
from .submission import Submission, Verdict


def answer_comment(session: Session, comment: Comment, name: str, text: str) -> Posted:
    """Answer a comment as staff in the caller's transaction; raise `ParentGone` where it is not shown."""
    thread = session.get(Thread, comment.thread)
    told = (thread.address, thread.title) if thread else ("", "")
    submission = Submission(comment.thread, comment.id, name, "", "", text, "", *told, staff=True)
    place = find_place_of_answer(session, submission)
    return store_comment(session, submission, place, Verdict(APPROVED, ["The newsroom wrote it."]))
