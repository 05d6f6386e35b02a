"""The choice that a reader carries: a signed cookie, believed only when it verifies and is of this policy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Flask, Response, current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from ..delivery.cookies import drop_cookie, read_cookie, set_cookie
from ..signing import timed_signer
from .models import Record
from .policy import Policy

COOKIE, ONCE_COOKIE = "broadsheet_choices", "broadsheet_once"
FORMAT = 1
LONGEST_COOKIE = 2_048
MOST_OPENED = 4_096  # Cookies whose verification is remembered, in each process: 8 MB of them at the most.
ONCE_SECONDS = 60

Opened = tuple[Any, datetime] | None
Open = Callable[[str], Opened]


@dataclass(frozen=True)
class Choice:
    """What was granted, when, and the receipt that the ledger knows it by."""

    receipt: str
    policy_version: str
    granted: frozenset[str]
    made: datetime


@dataclass(frozen=True)
class Once:
    """One embed that the reader asked to load this one time, and the receipt of that."""

    receipt: str
    service: str
    url: str


def init_app(app: Flask) -> None:
    """Make the openers of the two cookies; each distinct cookie is verified once in a process."""
    for name in (COOKIE, ONCE_COOKIE):
        app.extensions[f"broadsheet.{name}"] = _remember(timed_signer(app, f"consent.{name}"))


def _remember(signer: URLSafeTimedSerializer) -> Open:
    @lru_cache(maxsize=MOST_OPENED)
    def open_cookie(value: str) -> Opened:
        return verify_cookie(signer, value)

    return open_cookie


def verify_cookie(signer: URLSafeTimedSerializer, value: str) -> Opened:
    """Return what a cookie holds and when it was signed, or None for one that was not signed by us."""
    if len(value) > LONGEST_COOKIE:
        return None
    try:
        content, made = signer.loads(value, return_timestamp=True)
    except BadData:
        return None
    return content, made


def carry_choice(response: Response, policy: Policy, record: Record) -> None:
    """Put the choice of a ledger record into the reader's cookie."""
    content = [FORMAT, policy.version, record.receipt, record.granted]
    _set(response, COOKIE, content, timedelta(days=policy.days))


def carry_once(response: Response, policy: Policy, record: Record, url: str) -> None:
    """Let the next page load one embed; the cookie goes with that page."""
    content = [FORMAT, policy.version, record.receipt, *record.granted, url]
    _set(response, ONCE_COOKIE, content, timedelta(seconds=ONCE_SECONDS))


def read_choice(policy: Policy) -> Choice | None:
    """Return the choice that the cookie holds, under whichever version of the policy, or None for no good one."""
    found = _read(COOKIE, timedelta(days=policy.days))
    if found is None:
        return None
    (version, receipt, granted), made = found
    return Choice(receipt, version, frozenset(granted) & policy.optional_services, made)


def read_once(policy: Policy) -> Once | None:
    found = _read(ONCE_COOKIE, timedelta(seconds=ONCE_SECONDS))
    if found is None or found[0][0] != policy.version:
        return None
    (_version, receipt, service, url), _made = found
    return Once(receipt, service, url) if service in policy.optional_services else None


def forget_once(response: Response) -> None:
    if read_cookie(ONCE_COOKIE) is not None:
        drop_cookie(response, ONCE_COOKIE)


def _set(response: Response, name: str, content: list[Any], lasts: timedelta) -> None:
    signer = timed_signer(current_app, f"consent.{name}")
    set_cookie(response, name, str(signer.dumps(content)), int(lasts.total_seconds()))


def _read(name: str, lasts: timedelta) -> tuple[list[Any], datetime] | None:
    """Return what stands behind the cookie's format, and when it was signed, if it is ours and young enough."""
    value = read_cookie(name)
    if (
        not value or len(value) > LONGEST_COOKIE
    ):  # What is remembered of cookies that are no good is bounded too.
        return None
    opened: Opened = current_app.extensions[f"broadsheet.{name}"](value)
    if opened is None:
        return None
    content, made = opened
    age = datetime.now(UTC) - made
    # A clock that was set back makes the age negative; such a cookie is still ours, but a day ahead is not.
    if content[0] != FORMAT or not timedelta(days=-1) < age <= lasts:
        return None
    return content[1:], made
