"""What became of the question, by day and policy version: pages that showed it, and answers in the ledger."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..ledger.records import GRANT, REFUSE
from ..models import NoticeCount, Record

KINDS = ("saw", "accepted", "refused", "changed")


@dataclass
class Day:
    """Counts of one day under one policy version: pages with the notice, then answers."""

    day: date
    policy_version: str
    saw: int = 0
    accepted: int = 0
    refused: int = 0
    changed: int = 0


def count_days(session: Session, days: int, today: date | None = None) -> list[Day]:
    """Return the last `days` days that have anything, the oldest first; days are in UTC.

    An embed loaded once counts as accepted; a withdrawal, and a signal that was put on record, as changed.
    """
    first = (today or datetime.now(UTC).date()) - timedelta(days=days - 1)
    counted: dict[tuple[date, str], Day] = {}
    pages = select(NoticeCount.day, NoticeCount.policy_version, NoticeCount.pages).where(
        NoticeCount.day >= first
    )
    for day, version, number in session.execute(pages):
        _find(counted, day, version).saw += number
    answers = select(Record.time, Record.policy_version, Record.action).where(
        Record.time >= datetime.combine(first, time(), UTC)
    )
    for moment, version, action in session.execute(answers.execution_options(yield_per=1_000)):
        row = _find(counted, moment.date(), version)
        kind = {GRANT: "accepted", REFUSE: "refused"}.get(action, "changed")
        setattr(row, kind, getattr(row, kind) + 1)
    return [counted[key] for key in sorted(counted)]


def _find(counted: dict[tuple[date, str], Day], day: date, version: str) -> Day:
    return counted.setdefault((day, version), Day(day, version))
