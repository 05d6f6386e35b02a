"""Pages shown from memory, to be counted a few seconds later, so that no reader waits for it."""

import atexit
import threading
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from flask import Flask

from ..counting import SECONDS_BETWEEN_WRITES, write_due
from ..showings import Showing, count_all

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST = 10_000  # different ones that wait; more are not counted
LONGEST = 2_000  # characters of what a request says of itself; no browser says as much
ASKED_FOR = ("REMOTE_ADDR", "HTTP_USER_AGENT", "HTTP_ACCEPT", "HTTP_SEC_PURPOSE", "HTTP_PURPOSE")
ALL: "WeakSet[Showings]" = WeakSet()

Shown = tuple[Any, ...]  # The facts, and then as in `ASKED_FOR`.


class Showings:
    """Who saw what, in memory and for a few seconds only; a kill loses it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.lock = threading.Lock()
        self.waiting: dict[Shown, int] = {}
        self.is_due = False
        ALL.add(self)

    def add(self, facts: tuple[object, ...], environ: "WSGIEnvironment") -> None:
        shown = (facts, *map(environ.get, ASKED_FOR))
        with self.lock:
            times = self.waiting.get(shown, 0)
            if times or self._has_room(shown):
                self.waiting[shown] = times + 1
            begins, self.is_due = not self.is_due, True
        if begins:
            self._count_later()

    def count(self) -> None:
        """Count what waits."""
        with self.lock:
            waiting, self.waiting, self.is_due = self.waiting, {}, False
        if not waiting:
            return
        with self.app.app_context():
            for (facts, *said), times in waiting.items():
                address, browser, accepted, sec_purpose, purpose = (part or "" for part in said)
                count_all(facts, Showing(address, browser, accepted, sec_purpose or purpose), times)
        write_due(self.app)

    def _has_room(self, shown: Shown) -> bool:
        return len(self.waiting) < MOST and sum(len(part or "") for part in shown[1:]) <= LONGEST

    def _count_later(self) -> None:
        timer = threading.Timer(SECONDS_BETWEEN_WRITES, self.count)
        timer.daemon = True
        timer.start()


@atexit.register
def count_what_waits() -> None:
    """Count the last ones when the process ends; the tallies are written after it."""
    for showings in ALL:
        showings.count()
