"""Remove records that are no longer needed, from the beginning, so that the rest still verifies."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ...storage import lock_for_writing
from ..models import Record, ShownWording
from .records import LOCK
from .seal import BEGINNING, Seal, open_seal, write_seal


def count_outdated(session: Session, keep_days: int, now: datetime) -> int:
    """Return how many records from the beginning ended more than `keep_days` ago."""
    last = _find_last_outdated(session, keep_days, now)
    query = select(func.count()).select_from(Record).where(Record.number <= last)
    return session.scalars(query).one()


def prune_records(session: Session, keep_days: int, now: datetime) -> int:
    """Remove those records, and wordings that nothing refers to any more; return how many records went.

    The caller has verified the ledger, or else a fault would be removed with them. The seal keeps the hash of the last
    one removed. A cookie whose record is gone is expired, so it grants nothing again.
    """
    lock_for_writing(session, LOCK)
    last = _find_last_outdated(session, keep_days, now)
    hash = session.scalars(select(Record.hash).where(Record.number == last)).one_or_none()
    if hash is None:
        return 0
    seal = open_seal(session) or BEGINNING
    removed = session.execute(delete(Record).where(Record.number <= last)).rowcount  # type: ignore[attr-defined]
    write_seal(session, Seal(last + 1, hash, seal.last_number, seal.last_hash))
    session.execute(
        delete(ShownWording).where(ShownWording.hash.not_in(select(Record.notice_hash).distinct()))
    )
    return int(removed)


def _find_last_outdated(session: Session, keep_days: int, now: datetime) -> int:
    """Return the number of the last record before the first that is still needed; 0 for none."""
    needed = select(func.min(Record.number)).where(Record.expires > now - timedelta(days=keep_days))
    first_needed = session.scalars(needed).one()
    if first_needed is not None:
        return int(first_needed) - 1
    return session.scalars(select(func.max(Record.number))).one() or 0
