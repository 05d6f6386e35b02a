"""Decide on comments at the desk: on those alone that are as they were shown."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...comments.deciding import decide, is_erased, lock_threads
from ...comments.models import APPROVED, DELETED, HELD, SPAM, Comment
from ...comments.state import name_state
from ..journal.writing import COMMENT, new_batch, write_entry
from .standing import describe_standing

DECISIONS = {"approve": APPROVED, "hold": HELD, "spam": SPAM, "delete": DELETED}


@dataclass(frozen=True)
class Outcome:
    """What one press of a button did: the name of it in the journal, and the ids of what was decided and what was not."""

    batch: str
    decided: list[int]
    changed: list[int]


def decide_on(session: Session, who: str, shown: dict[int, str], act: str) -> Outcome:
    """Decide on comments, each with the state in which it was shown, in the caller's transaction.

    What is as it is wanted by now, since another moderator was of the same mind, counts as decided.
    """
    lock_threads(session, shown)
    found = {comment.id: comment for comment in list_as_they_are(session, shown)}
    as_shown = [comment for id, comment in found.items() if name_state(comment) == shown[id]]
    ids = [comment.id for comment in as_shown]
    with noted(session, who, act, ids) as batch:
        decide(session, ids, DECISIONS[act], by_moderator=True)
    agreed = [id for id, comment in found.items() if is_agreed(comment, shown[id], act)]
    return Outcome(batch, ids, sorted(set(shown) - {*ids, *agreed}))


@contextmanager
def noted(session: Session, who: str, act: str, ids: Sequence[int]) -> Iterator[str]:
    """Write into the journal what is decided within, under the batch that is given; so it can be taken back."""
    lock_threads(session, ids)
    found, batch = list_as_they_are(session, ids), new_batch()
    before = {comment.id: describe_standing(comment) for comment in found}
    for comment in found:
        comment.earlier_reasons = [*(comment.earlier_reasons or []), comment.reasons]
    session.flush()
    yield batch
    for comment in list_as_they_are(session, before):
        now = describe_standing(comment)
        write_entry(session, who, act, COMMENT, str(comment.id), before[comment.id], now, batch=batch)


def list_as_they_are(session: Session, ids: object) -> list[Comment]:
    """Return comments as they are now, but for those that are erased; whoever asks has locked their threads."""
    query = select(Comment).where(Comment.id.in_(list(ids))).order_by(Comment.id)  # type: ignore[call-overload]
    found = session.scalars(query.execution_options(populate_existing=True))
    return [comment for comment in found if not is_erased(comment)]


def is_agreed(comment: Comment, shown: str, act: str) -> bool:
    """Whether a comment was decided on in the same way meanwhile, and says what it said."""
    said, _, _ = shown.rpartition("-")
    now, _, status = name_state(comment).rpartition("-")
    return said == now and status == DECISIONS[act]
