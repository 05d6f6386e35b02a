"""What a page tells of the act that led to it, as the journal has it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..journal.writing import list_batch
from .blocking import BLOCK
from .filters import read_id
from .finding import PAGE_LENGTH
from .undoing import list_undoable

LONGEST_NAME = 40


@dataclass(frozen=True)
class Done:
    """What one press of a button did to how many things; `can_be_undone` says whether there is a way back."""

    batch: str
    act: str
    number: int
    can_be_undone: bool


def read_batch(typed: str) -> str:
    """Return the name of a batch as it was sent, or nothing for what can be none."""
    return typed if typed.isascii() and typed.isalnum() and len(typed) <= LONGEST_NAME else ""


def tell_done(session: Session, batch: str) -> Done | None:
    """Return what a batch did, or None for one that there is not."""
    entries = list_batch(session, read_batch(batch)) if batch else []
    if not entries:
        return None
    act = entries[0].act
    can_be_undone = act == BLOCK or bool(list_undoable(session, batch))
    return Done(batch, act, len(entries), can_be_undone)


def tell_changed(ids: list[str]) -> list[int]:
    """Return of which comments the address says that they were changed meanwhile."""
    return [id for id in map(read_id, ids[:PAGE_LENGTH]) if id]
