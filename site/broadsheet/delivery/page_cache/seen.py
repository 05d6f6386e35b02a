"""Pages shown from memory, to be counted a few seconds later, so that no reader waits for it."""

import atexit
import threading
from collections import Counter, deque
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from flask import Flask

from ..counting import SECONDS_BETWEEN_WRITES, write_due
from ..showings import Showing, count_all

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST = 10_000  # different ones that wait; more are not counted
MOST_LOOSE = 16  # Few, as these may still be of any length.
LONGEST = 2_000  # characters of what a request says of itself; no browser says as much
ASKED_FOR = ("REMOTE_ADDR", "HTTP_USER_AGENT", "HTTP_ACCEPT", "HTTP_SEC_PURPOSE", "HTTP_PURPOSE")
ALL: "WeakSet[Seen]" = WeakSet()

Sight = tuple[Any, ...]  # The facts, and then as in `ASKED_FOR`.


class Seen:
    """Who saw what, in memory and for a few seconds only; a kill loses it.

    What is added lies loose at first: a lock for each page would cost more than all else that the page cache does for it.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.loose: deque[Sight] = deque()
        self.waiting: Counter[Sight] = Counter()
        self.lock = threading.Lock()
        self.is_due = False
        ALL.add(self)

    def add(self, facts: tuple[object, ...], environ: "WSGIEnvironment") -> None:
        self.loose.append((facts, *map(environ.get, ASKED_FOR)))
        if not self.is_due or len(self.loose) > MOST_LOOSE:
            self.gather()

    def count(self) -> None:
        """Count what waits."""
        with self.lock:
            self.is_due = False  # First: what is added from here on is for the next time.
            self._put_together()
            waiting, self.waiting = self.waiting, Counter()
        if not waiting:
            return
        with self.app.app_context():
            for (facts, *said), times in waiting.items():
                address, browser, accepted, sec_purpose, purpose = (part or "" for part in said)
                count_all(facts, Showing(address, browser, accepted, sec_purpose or purpose), times)
        write_due(self.app)

    def gather(self) -> None:
        """Put together what lies loose, and see that it is counted."""
        with self.lock:
            self._put_together()
            begins, self.is_due = not self.is_due, True
        if begins:
            self._count_later()

    def _put_together(self) -> None:
        for sight, times in Counter(self.loose.popleft() for _ in range(len(self.loose))).items():
            if sight in self.waiting or self._has_room(sight):
                self.waiting[sight] += times

    def _has_room(self, sight: Sight) -> bool:
        return len(self.waiting) < MOST and sum(len(part or "") for part in sight[1:]) <= LONGEST

    def _count_later(self) -> None:
        timer = threading.Timer(SECONDS_BETWEEN_WRITES, self.count)
        timer.daemon = True
        timer.start()


@atexit.register
def count_what_waits() -> None:
    """Count the last ones when the process ends; the tallies are written after it."""
    for seen in ALL:
        seen.count()
