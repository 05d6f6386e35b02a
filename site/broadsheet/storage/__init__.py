"""The database: one engine, a session for reading, a transaction for writing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import Flask, current_app, g
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from ..settings import settings_of
from .alone import alone_in
from .base import Base, UtcTime
from .engine import insert_for, lock_for_writing, make_engine
from .migrate import VERSION_TABLE, upgrade_database
from .together import Queue, make_queue

T = TypeVar("T")

__all__ = [
    "Base",
    "UtcTime",
    "alone",
    "check_writable",
    "closed_on_failure",
    "init_app",
    "insert_for",
    "lock_for_writing",
    "reading",
    "snapshot",
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
    app.extensions["broadsheet.storage"] = engine
    app.extensions["broadsheet.storage.queue"] = make_queue(engine)
    app.teardown_appcontext(_end_reading)


@contextmanager
def closed_on_failure(app: Flask) -> Iterator[None]:
    """Close what the database has open where a start fails, such as on a setting that is wrong."""
    try:
        yield
    except Exception:
        if "broadsheet.storage" in app.extensions:
            engine_of(app).dispose()
        raise


def check_writable() -> None:
    """Make a write that changes nothing; raise SQLAlchemy's error when the database takes none."""
    with writing() as session:
        session.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = version_num"))  # noqa: S608 -- our own name


def engine_of(app: Flask) -> Engine:
    engine: Engine = app.extensions["broadsheet.storage"]
    return engine


def reading() -> Session:
    """Return this request's session for reading; it is closed when the request ends."""
    if "broadsheet_reading" not in g:
        g.broadsheet_reading = Session(engine_of(current_app), expire_on_commit=False)
    session: Session = g.broadsheet_reading
    return session


@contextmanager
def snapshot() -> Iterator[Session]:
    """Open a session for reading that sees one moment of the database, whoever writes meanwhile."""
    engine = engine_of(current_app)
    if engine.dialect.name == "postgresql":  # SQLite does so in any transaction.
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(engine) as session:
        yield session


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Do long work that only one process of all nodes does at a time; others wait here. It holds no transaction."""
    engine = engine_of(current_app)
    with alone_in(engine, name, settings_of(current_app).data):
        yield


@contextmanager
def writing() -> Iterator[Session]:
    """Open a transaction that holds the right to write from its first statement, and commit it at the end.

    What was read before is forgotten, so that the next `reading` sees what was written.
    """
    _end_reading()
    engine = engine_of(current_app).execution_options(broadsheet_write=True)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session
    _end_reading()


def write_together(act: Callable[[Session], T]) -> T:
    """Run `act` in a transaction that other threads may share; return what it returns once that is on the disk.

    `act` runs in the context of the one who asks, but maybe in another thread. What it raises takes back its own work only;
    an error of the transaction, such as SQLAlchemy's `OperationalError` when another holds the database, is raised for
    everyone in it. It must not call `write_together` itself.
    """
    queue: Queue | None = current_app.extensions["broadsheet.storage.queue"]
    if queue is None:
        with writing() as session:
            return act(session)
    _end_reading()
    return queue.write(act)


def _end_reading(_error: BaseException | None = None) -> None:
    session: Session | None = g.pop("broadsheet_reading", None)
    if session is not None:
        session.close()
