"""How many pages showed the notice, counted without a cookie: a day, a policy version and a number."""

from collections import Counter
from datetime import UTC, date, datetime

from flask import Flask, Response, current_app, g
from sqlalchemy import update
from sqlalchemy.orm import Session

from ...delivery.counting import Tally
from ...storage import lock_for_writing
from ..models import NoticeCount
from ..standing import policy_in_force

LOCK = "consent.counts"

Key = tuple[date, str]


def init_app(app: Flask) -> None:
    app.extensions["broadsheet.consent.counter"] = Tally(app, add_counts)
    app.after_request(_count_notice)


def note_notice() -> None:
    """Remember that the notice stands on the page being made."""
    g.broadsheet_notice_shown = True


def _count_notice(response: Response) -> Response:
    if g.get("broadsheet_notice_shown") and response.status_code < 400:
        tally: Tally[Key] = current_app.extensions["broadsheet.consent.counter"]
        tally.count((datetime.now(UTC).date(), policy_in_force().version))
        response.call_on_close(tally.write_when_due)
    return response


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
