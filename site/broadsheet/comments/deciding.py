"""Give a comment another status, and keep in order what hangs on it: its place, the counts above it, and its thread's."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from ..storage import lock_for_writing
from .models import APPROVED, SPAM, Comment, Thread
from .news import add_news
from .spam.learning import learn

TAUGHT_AS_SPAM = {APPROVED: False, SPAM: True}  # To hold a comment, or to remove it, says nothing of spam.


def decide(
    session: Session,
    ids: Sequence[int],
    status: str,
    reasons: Sequence[str] = (),
    by_moderator: bool = False,
) -> list[int]:
    """Give comments a status in the caller's transaction, and return the ids that could be decided on.

    What a moderator decides is learned from; what is decided without one never is.
    """
    known = []
    lock_threads(session, ids)
    for id in sorted(set(ids)):
        comment = session.get(Comment, id, with_for_update=True, populate_existing=True)
        if comment is None or is_erased(comment):
            continue
        known.append(id)
        _give_status(session, comment, status, reasons)
    if by_moderator and status in TAUGHT_AS_SPAM:
        learn_from(session, known, as_spam=TAUGHT_AS_SPAM[status])
    return known


def _give_status(session: Session, comment: Comment, status: str, reasons: Sequence[str]) -> None:
    change = (status == APPROVED) - (comment.status == APPROVED)
    comment.status, comment.reasons, comment.decided = status, list(reasons), datetime.now(UTC)
    comment.shown = status == APPROVED or comment.answers > 0
    session.flush()
    count_change(session, comment.thread, comment.path, change)
    if change > 0:
        add_news(session, comment.id)


def is_erased(comment: Comment) -> bool:
    """Whether nothing is left of a comment but its place, so that nobody can decide on it any more."""
    return not comment.text


def lock_threads(session: Session, ids: Iterable[int]) -> None:
    """Let nobody else change the threads of comments until the transaction ends.

    Whoever changes comments does this first, so that two who change some of the same never wait for each other.
    """
    keys = session.scalars(select(Comment.thread).where(Comment.id.in_(list(ids))).distinct()).all()
    for key in sorted(keys):
        lock_thread(session, key)


def lock_thread(session: Session, key: str) -> None:
    lock_for_writing(session, f"thread {key}")


def learn_from(session: Session, ids: Sequence[int], as_spam: bool) -> None:
    """Learn from comments, after all else, since others wait for what is counted here until the transaction ends."""
    for id in ids:
        comment = session.get(Comment, id)
        if comment:
            learn(session, comment, as_spam)


def close_thread(session: Session, key: str, closed: bool) -> bool:
    """Let a thread take no more comments, or take them again; answer False where there is no such thread."""
    lock_thread(session, key)
    thread = session.get(Thread, key)
    if thread is not None:
        thread.closed = closed
    return thread is not None


def count_change(session: Session, thread: str, path: str, change: int) -> None:
    """Count one approved comment more (1) or less (-1) in a thread and above the place that `path` names."""
    if change:
        statement = update(Thread).where(Thread.key == thread).values(shown=Thread.shown + change)
        session.execute(statement, execution_options={"synchronize_session": False})
        count_answer(session, path, change)


def count_answer(session: Session, path: str, change: int) -> None:
    """Count one answer more or less for every comment that `path` names; one that is gone and has none loses its place."""
    above = read_path(path)
    if above:
        answers = Comment.answers + change
        shown = or_(Comment.status == APPROVED, answers > 0)
        statement = update(Comment).where(Comment.id.in_(above)).values(answers=answers, shown=shown)
        session.execute(statement, execution_options={"synchronize_session": False})
        session.expire_all()


def read_path(path: str) -> list[int]:
    """Return the ids that a path names, the outermost first."""
    return [int(id) for id in path.split("/")[:-1]]
