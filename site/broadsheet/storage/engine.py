"""The engine, and all that differs between SQLite and PostgreSQL."""

import zlib
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from ..settings import SettingsError

BUSY_TIMEOUT_MS = 5_000
PATIENT_TIMEOUT_MS = 120_000
# For each connection, of which a process has one for each thread. No page was made more slowly than with SQLite's own 2,000.
SQLITE_CACHE_KIB = 500
POOL_SIZE = 20  # Connections kept for each process; they are opened when they are needed.


def make_engine(address: str) -> Engine:
    """Return an engine for an SQLAlchemy address of SQLite or PostgreSQL."""
    url = make_url(address)
    if url.get_backend_name() == "postgresql" and url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise SettingsError(f"database is {url.render_as_string()!r}; it must be SQLite's or PostgreSQL's.")
    try:
        # What readers typed must not reach the log when a statement fails.
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_size=POOL_SIZE,
            pool_pre_ping=url.get_backend_name() == "postgresql",
        )
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"database needs the package {error.name}; install Broadsheet with its extra: broadsheet[postgres]."
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def wait_patiently(engine: Engine) -> None:
    """Let this process wait minutes for others who write, as it may where nobody waits for it."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "checkout", _lengthen_timeout)


def _lengthen_timeout(connection: Any, _record: Any, _proxy: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout = {PATIENT_TIMEOUT_MS}")


def lock_for_writing(session: Session, name: str) -> None:
    """Let nobody else past this point, under this name, until the transaction ends.

    SQLite has one writer at a time already; PostgreSQL takes an advisory lock.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": zlib.crc32(name.encode())})


def insert_for(session: Session) -> Any:
    """Return the `insert` of the session's database, which knows `on_conflict_do_update`."""
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # The driver must not begin transactions behind our back.
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"cache_size = -{SQLITE_CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail at once, without waiting, when another
    # wrote in between; so writers take the lock at the start.
    write = connection.get_execution_options().get("broadsheet_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
