"""The database: one engine, a session for reading, a transaction for writing, and what changed in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app

from ..settings import settings_of
from . import remembering, sessions
from .alone import alone_in
from .base import Base, UtcTime
from .bell import hang_bell
from .changes import ARTICLES, CHOICES, RELATED, name_thread
from .days import begin_of, count_by_day, day_of, list_days
from .engine import insert_for, lock_for_writing, make_engine, wait_patiently
from .lookout import Lookout, lookout_of, make_lookout
from .migrate import upgrade_database
from .remembering import remembered
from .sessions import check_writable, engine_of, moment_of_reading, reading, snapshot, write_together, writing
from .together import make_queue

__all__ = [
    "ARTICLES",
    "CHOICES",
    "RELATED",
    "Base",
    "Lookout",
    "UtcTime",
    "alone",
    "begin_of",
    "check_writable",
    "closed_on_failure",
    "count_by_day",
    "day_of",
    "engine_of",
    "init_app",
    "insert_for",
    "list_days",
    "lock_for_writing",
    "lookout_of",
    "moment_of_reading",
    "name_thread",
    "reading",
    "remembered",
    "snapshot",
    "wait_patiently",
    "write_together",
    "writing",
]


def init_app(app: Flask) -> None:
    """Open the database and bring it up to date, once for all of our extensions in an app."""
    if "broadsheet.storage" in app.extensions:
        return
    settings = settings_of(app)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)  # It holds readers' e-mail addresses.
    engine = make_engine(settings.database_address)
    upgrade_database(engine)
    bell = hang_bell(engine)
    app.extensions["broadsheet.storage"] = engine
    app.extensions["broadsheet.storage.bell"] = bell
    app.extensions["broadsheet.storage.queue"] = make_queue(engine, bell)
    app.extensions["broadsheet.storage.lookout"] = make_lookout(engine, bell)
    remembering.init_app(app)
    sessions.init_app(app)


@contextmanager
def closed_on_failure(app: Flask) -> Iterator[None]:
    """Close what the database has open where a start fails, such as on a setting that is wrong."""
    try:
        yield
    except Exception:
        if "broadsheet.storage" in app.extensions:
            engine_of(app).dispose()
        raise


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Do long work that only one process of all nodes does at a time; others wait here. It holds no transaction."""
    engine = engine_of(current_app)
    with alone_in(engine, name, settings_of(current_app).data):
        yield
