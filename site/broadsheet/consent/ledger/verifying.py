"""Verify the ledger: every record follows the one before, none was changed, and both ends are where the seal says."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import Record, ShownWording
from ..policy.wording import hash_wording
from .records import hash_record
from .seal import BEGINNING, BrokenSeal, Seal, open_seal

ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Fault:
    """The first record that is not as it was written, and what is wrong with it."""

    number: int
    reason: str

    def __str__(self) -> str:
        return f"record {self.number}: {self.reason}"


def count_records(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Record)).one()


def verify_ledger(session: Session, step: Callable[[int], object] = lambda _: None) -> Fault | None:
    """Return the first fault, or None for a ledger that is whole; call `step` with the number of rows done (rule 24)."""
    try:
        seal = open_seal(session)
    except BrokenSeal:
        return Fault(0, "the seal, which says where the ledger begins and ends, was not signed by this site")
    begins = seal or BEGINNING
    number, follows, sealed = begins.first_number, begins.first_follows, False
    rows = select(Record).order_by(Record.number).execution_options(yield_per=ROWS_AT_ONCE)
    with session.scalars(rows) as records:
        for record in records:
            fault = _check_record(record, number, follows)
            if fault:
                return fault
            number, follows = number + 1, record.hash
            sealed = record.categories is not None  # Records from before there were seals have no categories.
            session.expunge(record)
            step(1)
    if seal is None:
        return Fault(number - 1, "the seal is missing") if sealed else None
    return _check_end(seal, number - 1, follows) or _check_wordings(session)


def _check_record(record: Record, number: int, follows: str) -> Fault | None:
    if record.number != number:
        return Fault(number, f"it is missing; the next one there is {record.number}")
    if record.previous_hash != follows:
        return Fault(number, "it does not follow the record before it")
    if record.hash != hash_record(record):
        return Fault(number, "its content is not what its hash was made of")
    return None


def _check_end(seal: Seal, last_number: int, last_hash: str) -> Fault | None:
    if last_number < seal.last_number:
        return Fault(last_number + 1, f"it is missing; the ledger was sealed at record {seal.last_number}")
    if (last_number, last_hash) != (seal.last_number, seal.last_hash):
        return Fault(
            seal.last_number, "it, or what stands behind it, was not sealed: it was written past the site"
        )
    return None


def _check_wordings(session: Session) -> Fault | None:
    """Find the first record whose words are gone or changed: its notice hash must lead to the text that was shown."""
    kept = session.scalars(select(ShownWording)).all()
    good = {wording.hash for wording in kept if hash_wording(wording.told) == wording.hash}
    # Records from before wordings were kept have none, and say so by having no categories either.
    query = (
        select(func.min(Record.number), Record.notice_hash)
        .where(Record.categories.is_not(None))
        .group_by(Record.notice_hash)
    )
    lost = [number for number, hash in session.execute(query) if hash not in good]
    return Fault(min(lost), "the words that its reader was shown are not kept unchanged") if lost else None
