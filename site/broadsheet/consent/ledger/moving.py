"""A ledger that moves with its site: from an export into a site that has recorded no choice yet."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from ...storage import lock_for_writing
from ..models import Record, ShownWording
from .records import LOCK
from .seal import has_seal
from .verifying import Fault, seal_anew

AT_ONCE = 500
MOMENTS = {"time", "expires"}


class NotMoved(Exception):
    """The ledger stays outside; the message is half a sentence that says why."""


def move_ledger(
    session: Session, records: Iterable[Mapping[str, Any]], wordings: Iterable[Mapping[str, Any]]
) -> int:
    """Take a ledger in, in the caller's transaction, and seal it here; return how many records it has.

    `records` are as `records.describe_record` gives them, in order; `wordings` as `export.read_wordings` does. Raise
    `NotMoved` where the chain is not whole, or the site has a ledger: two cannot be made one.
    """
    lock_for_writing(session, LOCK)
    if has_seal(session) or session.scalars(select(Record.number).limit(1)).first() is not None:
        raise NotMoved("the site has a ledger of its own already, and two cannot be made one")
    count = 0
    try:
        for wording in wordings:
            session.execute(insert(ShownWording), _read(ShownWording, wording))
        for record in records:
            session.execute(insert(Record), _read(Record, record))
            count += 1
    except (IntegrityError, DataError, OverflowError) as error:
        raise NotMoved("two of its records are one, or have what no record can hold") from error
    found = seal_anew(session)
    if isinstance(found, Fault):
        raise NotMoved(f"its chain is not whole; the first fault is at {found}")
    return count


def _read(kind: type[Record] | type[ShownWording], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a row; raise `NotMoved` for what cannot be one."""
    try:
        return {
            column.key: datetime.fromisoformat(said[column.key])
            if column.key in MOMENTS
            else said[column.key]
            for column in kind.__table__.columns
        }
    except (KeyError, TypeError, ValueError) as error:
        raise NotMoved(f"one of its records lacks {error}, or has it wrong") from error
