"""Verify the ledger while somebody watches: a million records take a minute or two."""

from collections.abc import Generator, Iterator
from typing import Any

from flask import current_app
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ...consent.ledger.seal import open_seal
from ...consent.ledger.verifying import Fault, count_records, find_hash, verify_in_steps
from ...storage import reading, snapshot, writing
from ..journal.models import Entry
from ..journal.reading import find_last
from ..journal.writing import LEDGER, write_entry

CHOICES = "choices"  # What the journal calls the ledger.
TOLD_EVERY = 20_000
End = list[Any] | None  # A record's number and hash, as JSON keeps them; None for a ledger without a record.


class Verification:
    """One run of it, noted in the journal at its end. What is found is known once all steps were taken.

    Where the ledger ended when it was whole stands in the journal, as number and hash. `is_other` says that it is another
    one there now, and stays so: who has the site's secret could make a good chain anew, but not the journal.
    """

    def __init__(self, who: str) -> None:
        self.who = who
        self.count = 0
        self.fault: Fault | None = None
        self.is_other = False

    @property
    def is_whole(self) -> bool:
        return not self.fault and not self.is_other

    def take_steps(self) -> Iterator[int]:
        """Verify, and yield now and then how many records are done."""
        known_end = _find_known_end(reading())
        with snapshot() as session:
            self.count = count_records(session)
            self.fault = yield from _sum_up(verify_in_steps(session))
            end = known_end if self.fault else _find_end(session)
            self.is_other = not self.fault and _is_other(session, known_end, end)
        self._note(end if self.is_whole else known_end)

    def _note(self, end: End) -> None:
        after: dict[str, Any] = {"records": self.count, "whole": self.is_whole, "end": end}
        if self.fault:
            after["fault"] = str(self.fault)
        try:
            with writing() as session:
                write_entry(session, self.who, "verify", LEDGER, CHOICES, after=after)
        except DBAPIError:  # Half of the page is sent already, and what was found holds all the same.
            current_app.logger.exception("That the ledger was verified could not be noted.")


def find_last_verified(session: Session) -> Entry | None:
    return find_last(session, LEDGER, CHOICES, "verify")


def _sum_up(steps: Generator[int, None, Fault | None]) -> Generator[int, None, Fault | None]:
    """Take all steps, yield their sum now and then, and return what they come to."""
    done = 0
    while True:
        try:
            done += next(steps)
        except StopIteration as end:
            fault: Fault | None = end.value
            return fault
        if done % TOLD_EVERY == 0:
            yield done


def _find_known_end(session: Session) -> End:
    entry = find_last_verified(session)
    return entry.after["end"] if entry and entry.after else None


def _find_end(session: Session) -> End:
    seal = open_seal(session)
    return [seal.last_number, seal.last_hash] if seal else None


def _is_other(session: Session, known: End, end: End) -> bool:
    """Whether the record at which the ledger once ended has another hash now, or is beyond its end; not if it was pruned."""
    if known is None:
        return False
    number, hash = known
    return end is None or number > end[0] or find_hash(session, number) not in {hash, None}
