"""What became of the question, by day and policy version: pages that showed it, and answers in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...storage import begin_of, count_by_day, day_of, list_days
from ..ledger.records import ACTIONS, CHANGE, GRANT, REFUSE, SIGNAL, WITHDRAW
from ..models import NoticeCount, Record

KINDS = ("saw", "accepted", "refused", "changed")
# An embed loaded once counts as accepted; a withdrawal, and a signal that was put on record, as changed.
ANSWERS = {"accepted": (GRANT,), "refused": (REFUSE,), "changed": (CHANGE, WITHDRAW, SIGNAL)}


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
    """Return the last `days` days that have anything, the oldest first; days are in UTC."""
    first = list_days(days, today)[0]
    counted: dict[tuple[date, str], Day] = {}
    pages = select(NoticeCount.day, NoticeCount.policy_version, NoticeCount.pages).where(
        NoticeCount.day >= first
    )
    for day, version, number in session.execute(pages):
        _find(counted, day, version).saw += number
    group = (day_of(session, Record.time), Record.policy_version, Record.action)
    answers = select(*group, func.count()).where(Record.action.in_(ACTIONS), Record.time >= begin_of(first))
    kinds = {action: kind for kind, actions in ANSWERS.items() for action in actions}
    for day, version, action, number in session.execute(answers.group_by(*group)):
        row = _find(counted, day, version)
        setattr(row, kinds[action], getattr(row, kinds[action]) + number)
    return [counted[key] for key in sorted(counted)]


def count_choices(session: Session, days: Sequence[date]) -> dict[str, list[int]]:
    """Return what is counted on each day by its kind, under whichever policy."""
    total = func.sum(NoticeCount.pages)
    pages = select(NoticeCount.day, total).where(NoticeCount.day >= days[0]).group_by(NoticeCount.day)
    saw = {day: int(number) for day, number in session.execute(pages)}
    answers = {
        kind: count_by_day(session, Record.time, days, Record.action.in_(actions))
        for kind, actions in ANSWERS.items()
    }
    return {"saw": [saw.get(day, 0) for day in days], **answers}


def _find(counted: dict[tuple[date, str], Day], day: date, version: str) -> Day:
    return counted.setdefault((day, version), Day(day, version))
