"""Look up a receipt: by its number, or by the file that a reader sends."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from ...consent.ledger.receipt import NoReceipt, Verdict, check_receipt, name_state, read_receipt
from ...consent.ledger.records import find_record, hash_record
from ...consent.models import Record, ShownWording
from ...consent.standing import policy_in_force

NUMBER = re.compile(r"[A-Za-z0-9_-]{10,64}")


@dataclass(frozen=True)
class Found:
    """What was found: the verdict, and the record with the words that its reader was shown, where the ledger has them."""

    verdict: Verdict
    record: Record | None
    told: dict[str, Any] | None


def find_receipt(session: Session, typed: str) -> Found | None:
    """Return what there is of a receipt's number or JSON; None for what is neither.

    A number alone is no proof that somebody has the receipt, so it is genuine if its record has the hash of its content.
    """
    text, version = typed.strip(), policy_in_force().version
    if not NUMBER.fullmatch(text):
        try:
            verdict = check_receipt(session, read_receipt(text), version)
        except NoReceipt:
            return None
        return _describe(session, verdict)
    record = find_record(session, text)
    if record is None:
        return Found(Verdict(False, "not in the ledger", text), None, None)
    genuine = record.hash == hash_record(record)
    return _describe(session, Verdict(genuine, name_state(session, record, version), text))


def _describe(session: Session, verdict: Verdict) -> Found:
    record = find_record(session, verdict.receipt) if verdict.receipt else None
    wording = session.get(ShownWording, record.notice_hash) if record else None
    return Found(verdict, record, wording.told if wording else None)
