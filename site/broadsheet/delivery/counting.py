"""Count what happens without a word about who did it: in memory, and written to the database once in a few seconds."""

import atexit
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ..storage import writing

LOG = logging.getLogger(__name__)
SECONDS_BETWEEN_WRITES = 5.0

Key = TypeVar("Key", bound=Hashable)
TALLIES: "WeakSet[Tally[Any]]" = WeakSet()


class Tally(Generic[Key]):
    """Counts keys, and has `store` add them to the database: when an answer has been sent, or by a thread of its own.

    What was counted within those seconds waits for the next that is counted, or the end of the process; a kill loses it.
    """

    def __init__(self, app: Flask, store: Callable[[Session, Counter[Key]], None]) -> None:
        self.app = app
        self.store = store
        self.lock = threading.Lock()
        self.counted: Counter[Key] = Counter()
        self.next_write = 0.0
        TALLIES.add(self)

    def count(self, key: Key, times: int = 1) -> None:
        with self.lock:
            self.counted[key] += times

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
                self.store(session, counted)
        except SQLAlchemyError as error:
            LOG.warning("Counts could not be written: %s", error)
            with self.lock:
                self.counted += counted


def write_due(app: Flask) -> None:
    """Write all tallies of an app that are due."""
    for tally in list(TALLIES):
        if tally.app is app:
            tally.write_when_due()


@atexit.register
def write_all() -> None:
    """Write what is counted when the process ends; an app that is gone before is not kept alive for it."""
    for tally in TALLIES:
        tally.write()
