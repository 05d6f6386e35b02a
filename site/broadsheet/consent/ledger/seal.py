"""The seal of the ledger: where it begins and ends, signed, so that a record taken from either end is missed.

The chain alone would verify without its last records, or after somebody had made all of its hashes anew.
"""

from dataclasses import dataclass, replace

from flask import current_app
from itsdangerous import BadData
from sqlalchemy.orm import Session

from ...signing import steady_signer
from ..models import SealRow

ONLY_ROW = 1
PURPOSE = "consent.seal"


class BrokenSeal(Exception):
    """The seal was not signed by this site."""


@dataclass(frozen=True)
class Seal:
    """The first record's number and the hash that it follows; the last record's number and hash."""

    first_number: int
    first_follows: str
    last_number: int
    last_hash: str

    def followed_by(self, number: int, hash: str) -> "Seal":
        return replace(self, last_number=number, last_hash=hash)


NO_RECORD_BEFORE = "0" * 64
BEGINNING = Seal(1, NO_RECORD_BEFORE, 0, NO_RECORD_BEFORE)


def open_seal(session: Session) -> Seal | None:
    """Return the seal, or None where there is none; raise `BrokenSeal` for one that was changed."""
    row = session.get(SealRow, ONLY_ROW)
    if row is None:
        return None
    try:
        return Seal(*steady_signer(current_app, PURPOSE).loads(row.token))
    except (BadData, TypeError) as error:
        raise BrokenSeal from error


def read_seal(session: Session) -> Seal | None:
    """Return the seal if there is a good one: a reader's choice is recorded whatever became of it."""
    try:
        return open_seal(session)
    except BrokenSeal:
        return None


def has_seal(session: Session) -> bool:
    """Whether there is a seal, good or not."""
    return session.get(SealRow, ONLY_ROW) is not None


def write_seal(session: Session, seal: Seal) -> None:
    content = [seal.first_number, seal.first_follows, seal.last_number, seal.last_hash]
    session.merge(SealRow(id=ONLY_ROW, token=str(steady_signer(current_app, PURPOSE).dumps(content))))
