"""How many pages showed the notice, counted without a cookie: a day, a policy version and a number."""

import atexit
import logging
import threading
import time
from collections import Counter
from datetime import UTC, date, datetime
from weakref import WeakSet

from flask import Flask, Response, current_app, g
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ...storage import lock_for_writing, writing
from ..models import NoticeCount
from ..standing import policy_in_force

LOG = logging.getLogger(__name__)
LOCK = "consent.counts"
SECONDS_BETWEEN_WRITES = 5.0

Key = tuple[date, str]
COUNTERS: "WeakSet[NoticeCounter]" = WeakSet()


class NoticeCounter:
    """Counts in memory, and writes once in a few seconds, when an answer has been sent: no reader waits for it.

    What was counted within those seconds waits for the next page that asks, or the end of the process; a kill loses it.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.lock = threading.Lock()
        self.counted: Counter[Key] = Counter()
        self.next_write = 0.0

    def count(self, policy_version: str) -> None:
        """Add one page on which the notice stood."""
        with self.lock:
            self.counted[datetime.now(UTC).date(), policy_version] += 1

    def write_when_due(self) -> None:
        with self.lock:
            due = time.monotonic() >= self.next_write
            self.next_write = time.monotonic() + SECONDS_BETWEEN_WRITES if due else self.next_write
        if due:
            self.write()

    def write(self) -> None:
        """Write what was counted; keep it for the next time where the database takes nothing."""
        with self.lock:
            counted, self.counted = self.counted, Counter()
        if not counted:
            return
        try:
            with self.app.app_context(), writing() as session:
                add_counts(session, counted)
        except SQLAlchemyError as error:
            LOG.warning("Counts of the notice could not be written: %s", error)
            with self.lock:
                self.counted += counted


def init_app(app: Flask) -> None:
    counter = app.extensions["broadsheet.consent.counter"] = NoticeCounter(app)
    COUNTERS.add(counter)
    app.after_request(_count_notice)


@atexit.register
def write_all() -> None:
    """Write what is counted when the process ends; an app that is gone before is not kept alive for it."""
    for counter in COUNTERS:
        counter.write()


def note_notice() -> None:
    """Remember that the notice stands on the page being made."""
    g.broadsheet_notice_shown = True


def _count_notice(response: Response) -> Response:
    if g.get("broadsheet_notice_shown") and response.status_code < 400:
        counter: NoticeCounter = current_app.extensions["broadsheet.consent.counter"]
        counter.count(policy_in_force().version)
        response.call_on_close(counter.write_when_due)
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
