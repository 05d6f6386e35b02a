"""Look into the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from .models import Entry

LARGEST_ID = 2**31 - 1  # What an integer column of PostgreSQL holds.


@dataclass(frozen=True)
class Wanted:
    """Which entries are looked for; what is empty or None asks for nothing. `before` is an id, `until` is not among them."""

    who: str = ""
    kind: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def read_wanted(typed: Mapping[str, str], zone: ZoneInfo) -> Wanted:
    """Return what was typed into the filters, whose days are those of a time zone; raise `ValueError` for what is no day."""
    names = {name: typed.get(name, "").replace("\0", "").strip() for name in ("who", "kind", "subject")}
    before = typed.get("before", "")
    id = int(before) if before.isdecimal() and len(before) < len(str(LARGEST_ID)) + 1 else LARGEST_ID
    return Wanted(
        **names,
        since=_begin_day(typed.get("since", ""), zone),
        until=_begin_day(typed.get("until", ""), zone, days_later=1),
        before=id if id < LARGEST_ID else None,
    )


def list_entries(session: Session, wanted: Wanted, most: int) -> Sequence[Entry]:
    """Return so many entries, the newest first."""
    query = select(Entry).where(*_conditions(wanted)).order_by(Entry.id.desc()).limit(most)
    return session.scalars(query).all()


def find_done(session: Session, batch: str, who: str) -> Entry | None:
    """Return the first thing that somebody did at one press of a button, for the page that tells them of it."""
    if not batch.isalnum():
        return None
    query = select(Entry).where(Entry.batch == batch, Entry.who == who).order_by(Entry.id).limit(1)
    return session.scalars(query).first()


def find_last(session: Session, kind: str, subject: str, act: str) -> Entry | None:
    """Return when something was done to a thing the last time."""
    query = select(Entry).where(Entry.kind == kind, Entry.subject == subject, Entry.act == act)
    return session.scalars(query.order_by(Entry.id.desc()).limit(1)).first()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [
        column == value
        for column, value in (
            (Entry.who, wanted.who),
            (Entry.kind, wanted.kind),
            (Entry.subject, wanted.subject),
        )
        if value
    ]
    if wanted.since:
        conditions.append(Entry.moment >= wanted.since)
    if wanted.until:
        conditions.append(Entry.moment < wanted.until)
    if wanted.before is not None:
        conditions.append(Entry.id < wanted.before)
    return conditions


def _begin_day(typed: str, zone: ZoneInfo, days_later: int = 0) -> datetime | None:
    if not typed.strip():
        return None
    try:
        day = date.fromisoformat(typed.strip()) + timedelta(days=days_later)
        return datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC"))
    except OverflowError as error:
        raise ValueError(typed) from error
