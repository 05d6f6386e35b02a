"""How many pages showed the notice, counted without a cookie: a day, a policy version and a number."""

from collections import Counter
from collections.abc import Hashable
from datetime import UTC, date, datetime

from flask import Flask, current_app
from sqlalchemy import update
from sqlalchemy.orm import Session

from ...delivery.counting import Tally
from ...delivery.showings import Showing, count_showings, note_showing
from ...storage import lock_for_writing
from ..models import NoticeCount
from ..standing import policy_in_force

LOCK = "consent.counts"
NOTICE = "notice"

Key = tuple[date, str]


def init_app(app: Flask) -> None:
    app.extensions["broadsheet.consent.counter"] = Tally(app, add_counts)
    count_showings(app, NOTICE, _count_notice)


def note_notice() -> None:
    """Remember that the notice stands on the page being made."""
    note_showing(NOTICE, policy_in_force().version)


def _count_notice(version: Hashable, _showing: Showing, times: int) -> None:
    tally: Tally[Key] = current_app.extensions["broadsheet.consent.counter"]
    tally.count((datetime.now(UTC).date(), str(version)), times)


def add_counts(session: Session, counted: Counter[Key]) -> None:
    lock_for_writing(session, LOCK)
    for (day, version), pages in counted.items():
        row = session.get(NoticeCount, (day, version))
        if row is None:
            session.add(NoticeCount(day=day, policy_version=version, pages=pages))
        else:
            session.execute(
                update(NoticeCount)
                .where(NoticeCount.day == day, NoticeCount.policy_version == version)
                .values(pages=NoticeCount.pages + pages)
            )
