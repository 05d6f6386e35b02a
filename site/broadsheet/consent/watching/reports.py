"""What browsers refused to load and reported (CSP 3, Reporting API): counted by what and where, never by whom."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...storage import lock_for_writing
from ..models import Refusal

LOCK = "consent.refusals"
LONGEST_REPORT = 64_000  # bytes of one request's body
MOST_AT_ONCE = 20
MOST_KEPT = 500  # different refusals; anybody can send a report, so the oldest make room
LONGEST_PART = 200

Key = tuple[str, str, str]


def read_reports(body: bytes) -> list[Key]:
    """Return (directive, blocked, page) of each report in a request's body; what is no report is left out.

    Both formats are understood: a list of the Reporting API, and the single one of `report-uri`.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return []
    entries = content if isinstance(content, list) else [content]
    return list(_read_entries(entries[:MOST_AT_ONCE]))


def _read_entries(entries: list[Any]) -> Iterator[Key]:
    for entry in entries:
        report = entry.get("csp-report") or entry.get("body") if isinstance(entry, dict) else None
        if not isinstance(report, dict):
            continue
        directive = report.get("effectiveDirective") or report.get("effective-directive")
        blocked = report.get("blockedURL") or report.get("blocked-uri")
        page = report.get("documentURL") or report.get("document-uri")
        if not (isinstance(directive, str) and isinstance(blocked, str) and isinstance(page, str)):
            continue
        key = _shorten(directive), name_source(blocked), _shorten(_split(page).path) or "/"
        if all(key):
            yield key


def name_source(blocked: str) -> str:
    """Return the host of what was refused, or a word such as `inline`: a whole address may say something about a reader."""
    parts = _split(blocked)
    host = parts.netloc.rpartition("@")[2]
    return _shorten(f"{parts.scheme}://{host}" if host else parts.scheme or blocked)


def count_refusals(session: Session, keys: list[Key], now: datetime | None = None) -> None:
    """Add one to the count of each, in the caller's transaction."""
    lock_for_writing(session, LOCK)
    now = now or datetime.now(UTC)
    for key in keys:
        refusal = session.get(Refusal, key)
        if refusal is None:
            _make_room(session)
            refusal = Refusal(directive=key[0], blocked=key[1], page=key[2], times=0, first=now, last=now)
            session.add(refusal)
        refusal.times += 1
        refusal.last = now
        session.flush()


def list_refusals(session: Session, limit: int = MOST_KEPT) -> list[Refusal]:
    """Return what was refused, the most frequent first."""
    query = select(Refusal).order_by(Refusal.times.desc(), Refusal.last.desc()).limit(limit)
    return list(session.scalars(query))


def _make_room(session: Session) -> None:
    if session.scalars(select(func.count()).select_from(Refusal)).one() < MOST_KEPT:
        return
    session.delete(session.scalars(select(Refusal).order_by(Refusal.last).limit(1)).one())
    session.flush()


def _split(address: str) -> Any:
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _shorten(text: str) -> str:
    """Bound a text, and keep out of it what no database takes and what a terminal would obey."""
    return "".join(letter for letter in text[:LONGEST_PART] if letter.isprintable())
