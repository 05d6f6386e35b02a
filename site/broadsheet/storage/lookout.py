"""The lookout of a process: what changed in the database, known before anything kept in memory is used."""

import threading
import time
from collections.abc import Callable, Collection, Iterable

from flask import Flask
from sqlalchemy import Engine, event

from .bell import Bell
from .changes import EVERYTHING, Changes, follow_changes

# Another program than ours rings no bell when it writes; so SQLite is asked from time to time anyway.
TRUSTED_SECONDS = 0.05
MOST_REMEMBERED = 10_000

Hear = Callable[[Collection[str]], None]


class Lookout:
    """Tells those who listen what changed. `moment` counts the times that something did, in this process."""

    def __init__(self, changes: Changes, bell: Bell | None) -> None:
        self.changes = changes
        self.bell = bell
        self.heard: bytes | None = None
        self.trusted_until = 0.0
        self.lock = threading.Lock()
        self.looks = 0
        self.failed = False
        self.moment = 0
        self.changed: dict[str, int] = {}
        self.forgotten = 0
        self.listeners: list[Hear] = []

    def look(self) -> None:
        """Know all that was committed, anywhere, before this was called; raise SQLAlchemy's error where that cannot be.

        Where there is a bell and it is silent, this costs next to nothing. Else the database is asked; those who come
        while it answers share the next question.
        """
        if self.bell and self.bell.listen() == self.heard and time.monotonic() < self.trusted_until:
            return
        looks = self.looks
        with self.lock:
            if self.looks == looks or self.failed:
                self._ask()

    def changed_since(self, moment: int, names: Iterable[str]) -> bool:
        """Whether something of these names changed after a moment, as far as is known; what is forgotten did."""
        if moment < self.forgotten:
            return True
        return any(self.changed.get(name, 0) > moment for name in (*names, EVERYTHING))

    def _ask(self) -> None:
        self.looks += 1
        self.failed = True
        if self.bell:
            self.bell.rehang()
        # Whoever rings from here on is heard by the next who looks.
        heard = self.bell.listen() if self.bell else None
        names = self.changes.read()
        if names:
            self._note(names)
        self.failed, self.heard, self.trusted_until = False, heard, time.monotonic() + TRUSTED_SECONDS

    def _note(self, names: Collection[str]) -> None:
        if len(self.changed) > MOST_REMEMBERED:
            self.forgotten = self.moment + 1
            self.changed = {}
        self.moment += 1
        self.changed.update(dict.fromkeys(names, self.moment))
        for hear in self.listeners:
            hear(names)


def make_lookout(engine: Engine, bell: Bell | None) -> Lookout:
    """Return a lookout, which lets go of its connection when the engine does."""
    lookout = Lookout(follow_changes(engine), bell)
    event.listen(engine, "engine_disposed", lambda _engine: lookout.changes.close())
    return lookout


def lookout_of(app: Flask) -> Lookout:
    found: Lookout = app.extensions["broadsheet.storage.lookout"]
    return found
