"""What a request asks the database with: a session for reading, and transactions for writing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import Flask, current_app, g
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from .bell import Bell
from .lookout import lookout_of
from .migrate import VERSION_TABLE
from .together import Queue

T = TypeVar("T")


def init_app(app: Flask) -> None:
    app.teardown_appcontext(_end_reading)


def engine_of(app: Flask) -> Engine:
    engine: Engine = app.extensions["broadsheet.storage"]
    return engine


def reading() -> Session:
    """Return this request's session for reading; it is closed when the request ends."""
    if "broadsheet_reading" not in g:
        g.broadsheet_moment = _look_out()  # First: what is read from here on is no older than that.
        g.broadsheet_reading = Session(engine_of(current_app), expire_on_commit=False)
    session: Session = g.broadsheet_reading
    return session


def moment_of_reading() -> int | None:
    """Return the moment of the lookout that what this request reads is from, or later; None where it is not known."""
    reading()
    moment: int | None = g.broadsheet_moment
    return moment


@contextmanager
def snapshot() -> Iterator[Session]:
    """Open a session for reading that sees one moment of the database, whoever writes meanwhile."""
    engine = engine_of(current_app)
    if engine.dialect.name == "postgresql":  # SQLite does so in any transaction.
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(engine) as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """Open a transaction that holds the right to write from its first statement, and commit it at the end.

    What was read before is forgotten, so that the next `reading` sees what was written.
    """
    _end_reading()
    engine = engine_of(current_app).execution_options(broadsheet_write=True)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session
    bell: Bell | None = current_app.extensions["broadsheet.storage.bell"]
    if bell:
        bell.ring()
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


def check_writable() -> None:
    """Make a write that changes nothing; raise SQLAlchemy's error when the database takes none."""
    with writing() as session:
        session.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = version_num"))  # noqa: S608 -- our own name


def _look_out() -> int | None:
    lookout = lookout_of(current_app)
    try:
        lookout.look()
    except SQLAlchemyError:
        return None  # What is read next says so itself.
    return lookout.moment


def _end_reading(_error: BaseException | None = None) -> None:
    session: Session | None = g.pop("broadsheet_reading", None)
    if session is not None:
        session.close()
