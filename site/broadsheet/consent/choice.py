"""The choice that a reader carries: a signed cookie, believed only when it verifies and is of this policy."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, current_app
from itsdangerous import BadData

from ..delivery.cookies import read_cookie, set_cookie
from ..signing import timed_signer
from .models import Record
from .policy import Policy

COOKIE = "broadsheet_choices"
FORMAT = 1
LONGEST_COOKIE = 2_048
SECONDS_A_DAY = 24 * 3600


@dataclass(frozen=True)
class Choice:
    """What was granted, when, and the receipt that the ledger knows it by."""

    receipt: str
    granted: frozenset[str]
    made: datetime


def carry_choice(response: Response, app: Flask, policy: Policy, record: Record) -> None:
    """Put the choice of a ledger record into the reader's cookie."""
    content = [FORMAT, policy.version, record.receipt, record.granted]
    seconds = policy.days * SECONDS_A_DAY
    set_cookie(response, COOKIE, timed_signer(app, "consent.choice").dumps(content), seconds)


def read_choice(policy: Policy) -> Choice | None:
    """Return the choice in force, or None for none: no cookie, a bad, old or foreign one, another policy's."""
    value = read_cookie(COOKIE)
    if not value or len(value) > LONGEST_COOKIE:
        return None
    signer = timed_signer(current_app, "consent.choice")
    try:
        content, made = signer.loads(value, max_age=policy.days * SECONDS_A_DAY, return_timestamp=True)
    except BadData:
        return None
    if content[:2] != [FORMAT, policy.version]:
        return None
    _form, _version, receipt, granted = content
    return Choice(receipt, frozenset(granted) & policy.optional_services, made)
