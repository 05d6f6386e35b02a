"""Verify the ledger: every record follows the one before, none was changed, and both ends are where the seal says."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...storage import lock_for_writing
from ..models import Record, ShownWording
from ..policy.wording import hash_wording
from .records import LOCK, hash_record
from .seal import BEGINNING, BrokenSeal, Seal, open_seal, read_seal, write_seal

ROWS_AT_ONCE = 1_000
UNREADABLE = (
    ValueError,
    TypeError,
    AttributeError,
)  # What the loading of a row raises that holds another kind of thing.
Step = Callable[[int], object]
T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """The first record that is not as it was written, and what is wrong with it."""

    number: int
    reason: str

    def __str__(self) -> str:
        return f"record {self.number}: {self.reason}"


def count_records(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Record)).one()


def verify_ledger(session: Session, step: Step = lambda _: None) -> Fault | None:
    """Return the first fault, or None for a ledger that is whole; call `step` with the number of rows done (rule 24).

    `session` must see one moment of the database (`storage.snapshot`), or what is just being written looks like a fault.
    """
    return _run(verify_in_steps(session), step)


def verify_in_steps(session: Session) -> Generator[int, None, Fault | None]:
    """The same for who shows how far it is: yield the number of rows done since the last time."""
    try:
        seal = open_seal(session)
    except BrokenSeal:
        return Fault(0, "the seal, which says where the ledger begins and ends, was not signed by this site")
    begins = seal or BEGINNING
    found = yield from _follow_chain(session, begins)
    if isinstance(found, Fault):
        return found
    if seal is None:
        return Fault(found.last_number, "the seal is missing") if found.last_number else None
    return _check_end(seal, found) or _check_wordings(session)


def _run(steps: Generator[int, None, T], step: Step = lambda _: None) -> T:
    """Take all steps, and return what they come to."""
    while True:
        try:
            step(next(steps))
        except StopIteration as end:
            found: T = end.value
            return found


def _follow_chain(session: Session, begins: Seal) -> Generator[int, None, Fault | Seal]:
    """Follow the chain from where it begins; return the first fault, or the seal that the rows deserve."""
    end = begins.followed_by(begins.first_number - 1, begins.first_follows)
    try:
        for record in read_records(session):
            fault = _check_record(record, end)
            if fault:
                return fault
            end = end.followed_by(record.number, record.hash)
            yield 1
    except UNREADABLE:
        return _find_unreadable(session, end)
    return end


def seal_anew(session: Session) -> Fault | Seal:
    """Seal the rows that are there, in the caller's transaction, or return the fault that forbids it.

    The beginning is that of the seal, if there is a good one, else that of the first row.
    """
    lock_for_writing(session, LOCK)
    first = session.execute(
        select(Record.number, Record.previous_hash).order_by(Record.number).limit(1)
    ).first()
    begins = read_seal(session) or (
        replace(BEGINNING, first_number=first[0], first_follows=first[1]) if first else BEGINNING
    )
    found = _run(_follow_chain(session, begins))
    if isinstance(found, Seal):
        write_seal(session, found)
    return found


def find_hash(session: Session, number: int) -> str | None:
    """Return the hash of a record by its number, or None where it is not there any more."""
    return session.scalars(select(Record.hash).where(Record.number == number)).one_or_none()


def read_records(session: Session, after: int = 0) -> Iterator[Record]:
    """Yield the records behind a number in the ledger's order, a few at a time."""
    rows = select(Record).where(Record.number > after).order_by(Record.number)
    with session.scalars(rows.execution_options(yield_per=ROWS_AT_ONCE)) as records:
        for record in records:
            yield record
            session.expunge(record)


def _find_unreadable(session: Session, end: Seal) -> Fault:
    """Return the first record behind a good one that is faulty or cannot even be read, one by one."""
    while True:
        row = select(Record).where(Record.number > end.last_number).order_by(Record.number).limit(1)
        try:
            record = session.scalars(row).one()
            fault = _check_record(record, end)
        except UNREADABLE:
            return Fault(end.last_number + 1, "it cannot be read")
        if fault:
            return fault
        end = end.followed_by(record.number, record.hash)


def _check_record(record: Record, before: Seal) -> Fault | None:
    number = before.last_number + 1
    if record.number != number:
        return Fault(number, f"it is missing; the next one there is {record.number}")
    if record.previous_hash != before.last_hash:
        return Fault(number, "it does not follow the record before it")
    if record.hash != hash_record(record) or record.time.microsecond or record.expires.microsecond:
        return Fault(number, "its content is not what its hash was made of")
    return None


def _check_end(seal: Seal, found: Seal) -> Fault | None:
    if found.last_number < seal.last_number:
        return Fault(
            found.last_number + 1, f"it is missing; the ledger was sealed at record {seal.last_number}"
        )
    if found.last_number > seal.last_number:
        return Fault(seal.last_number + 1, "it was not sealed, so it was written past the site")
    if found.last_hash != seal.last_hash:
        return Fault(seal.last_number, "it is not the record that was sealed")
    return None


def _check_wordings(session: Session) -> Fault | None:
    """Find the first record whose words are gone or changed: its notice hash must lead to the text that was shown."""
    good = {hash for hash in session.scalars(select(ShownWording.hash)) if _is_kept(session, hash)}
    # Records from before wordings were kept have none, and say so by having no categories either.
    query = (
        select(func.min(Record.number), Record.notice_hash)
        .where(Record.categories.is_not(None))
        .group_by(Record.notice_hash)
    )
    lost = [number for number, hash in session.execute(query) if hash not in good]
    return Fault(min(lost), "the words that its reader was shown are not kept unchanged") if lost else None


def _is_kept(session: Session, hash: str) -> bool:
    try:
        wording = session.get(ShownWording, hash)
        return wording is not None and hash_wording(wording.told) == hash
    except UNREADABLE:
        return False
