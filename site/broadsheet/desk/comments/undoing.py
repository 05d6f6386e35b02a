"""Take back what one press of a button did, where nothing happened since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ...comments.changing.by_staff import restore_version
from ...comments.deciding import decide, lock_threads
from ...comments.models import Comment, Version
from ...comments.spam.learning import learn_as
from ..journal.models import Entry
from ..journal.writing import COMMENT, list_batch, new_batch, write_entry
from .deciding import DECISIONS, list_as_they_are
from .standing import stands_so

EDIT, UNDO = "edit", "undo"
CAN_BE_UNDONE = frozenset({*DECISIONS, EDIT})


@dataclass(frozen=True)
class Undone:
    """What was taken back, under which name in the journal, and what could not be: the ids of comments."""

    batch: str
    undone: list[int]
    changed: list[int]


def list_undoable(session: Session, batch: str) -> list[Entry]:
    """Return what one press of a button did to comments, as far as that is something that can be taken back."""
    return [one for one in list_batch(session, batch) if one.kind == COMMENT and one.act in CAN_BE_UNDONE]


def undo(session: Session, who: str, batch: str, id: int | None = None) -> Undone:
    """Take back what a batch did, in the caller's transaction, for those comments that are still as it left them.

    With an `id` only what it did to that comment. What is as it was before, since undo was pressed twice, counts as neither.
    """
    done = {int(entry.subject): entry for entry in list_undoable(session, batch)}
    entries = {one: entry for one, entry in done.items() if id in (None, one)}
    lock_threads(session, entries)
    found = list_as_they_are(session, entries)
    here = [one for one in found if stands_so(one, entries[one.id].after)]
    as_before = {one.id for one in found if stands_so(one, entries[one.id].before)}
    for comment in here:
        _put_back(session, comment, entries[comment.id])
    ids = [comment.id for comment in here]
    name = new_batch()
    _learn_again(session, ids, entries)
    for comment in list_as_they_are(session, ids):
        entry = entries[comment.id]
        write_entry(session, who, UNDO, COMMENT, entry.subject, entry.after, entry.before, batch, name)
    return Undone(name, ids, sorted(set(entries) - {*ids, *as_before}))


def _put_back(session: Session, comment: Comment, entry: Entry) -> None:
    before = entry.before or {}
    if entry.act == EDIT:
        restore_version(session, comment, session.get_one(Version, before["version"]))
        return
    *earlier, reasons = comment.earlier_reasons or [[]]
    decide(session, [comment.id], before["status"], reasons)
    comment.earlier_reasons = earlier
    comment.decided = datetime.fromisoformat(before["decided"]) if before["decided"] else None
    session.flush()


def _learn_again(session: Session, ids: Sequence[int], entries: dict[int, Entry]) -> None:
    """Learn as it was learned before, after all else, since others wait for what is counted until the transaction ends."""
    for comment in list_as_they_are(session, ids):
        learn_as(session, comment, (entries[comment.id].before or {})["learned"])
