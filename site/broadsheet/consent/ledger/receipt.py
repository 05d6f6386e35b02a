"""The receipt: a record of the ledger and the words that were shown, signed, for the reader to keep (rule 23).

Its fields follow the consent record of ISO/IEC TS 27560; anyone who holds one can have it checked.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from itsdangerous import BadData
from sqlalchemy.orm import Session

from ...signing import steady_signer
from ..models import Record, ShownWording
from .records import describe_record, find_record, is_newest

SCHEMA = "broadsheet-consent-receipt-1"
PURPOSE = "consent.receipt"
LONGEST_RECEIPT = 200_000


class NoReceipt(Exception):
    """What was given is not a receipt at all."""


@dataclass(frozen=True)
class Verdict:
    """What a check found: `genuine` is whether we issued it unchanged, `state` what became of its choice.

    States: `in force`, `replaced`, `expired`, `not in the ledger` and, where it is not genuine, `changed`.
    """

    genuine: bool
    state: str
    receipt: str = ""


def make_receipt(session: Session, record: Record, issuer: str) -> dict[str, Any]:
    """Return the receipt of a record as plain data; `issuer` is the site's address."""
    wording = session.get(ShownWording, record.notice_hash)
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "issuer": issuer,
        "record": describe_record(record),
        "notice": wording.told if wording else None,
    }
    return content | {"signature": _sign(content)}


def read_receipt(text: str | bytes) -> dict[str, Any]:
    """Return the data of a receipt given as JSON text; raise `NoReceipt` where it is none."""
    if len(text) > LONGEST_RECEIPT:
        raise NoReceipt
    try:
        content = json.loads(text, object_pairs_hook=_refuse_doubles)
        _digest(content)  # What is nested too deeply to be written is no receipt either.
    except (ValueError, RecursionError) as error:
        raise NoReceipt from error
    record = content.get("record") if isinstance(content, dict) else None
    if not isinstance(record, dict) or not isinstance(content.get("signature"), str):
        raise NoReceipt
    return dict(content)


def check_receipt(
    session: Session, receipt: dict[str, Any], policy_version: str, now: datetime | None = None
) -> Verdict:
    """Tell a true receipt from a changed one, and what became of its choice, which a new policy version ends too."""
    content = {name: value for name, value in receipt.items() if name != "signature"}
    if not _verify(content, receipt["signature"]):
        return Verdict(False, "changed")
    number = str(receipt["record"]["receipt"])
    record = find_record(session, number)
    if record is None or record.hash != receipt["record"]["hash"]:
        return Verdict(True, "not in the ledger", number)
    return Verdict(True, name_state(session, record, policy_version, now), number)


def name_state(session: Session, record: Record, policy_version: str, now: datetime | None = None) -> str:
    """Return what became of the choice of a record: `in force`, `replaced` or `expired`."""
    if record.expires <= (now or datetime.now(UTC)) or record.policy_version != policy_version:
        return "expired"
    return "in force" if is_newest(session, record.receipt) else "replaced"


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object of JSON; a name that stands twice could show a person one value and us another."""
    if len(dict(pairs)) != len(pairs):
        raise NoReceipt
    return dict(pairs)


def _sign(content: dict[str, Any]) -> str:
    return str(steady_signer(current_app, PURPOSE).dumps(_digest(content)))


def _verify(content: dict[str, Any], signature: str) -> bool:
    try:
        return bool(steady_signer(current_app, PURPOSE).loads(signature) == _digest(content))
    except (BadData, UnicodeError):
        return False


def _digest(content: Any) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
