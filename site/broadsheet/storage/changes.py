"""What changed in the database: names such as `articles` or `thread ferry`, each with the number of its last change.

Triggers of the database move the numbers in the transaction of the change itself (migration 0010), so whoever changes what
is shown, be it by hand, cannot forget it. `read` of the classes here tells what changed since it was asked before.
"""

import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from sqlalchemy import BigInteger, Connection, Engine, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base

ARTICLES, RELATED, CHOICES = "articles", "related", "choices"
EVERYTHING = "*"


class Change(Base):
    """The number of the last change of what is so named: larger than all before, on PostgreSQL that of its transaction."""

    __tablename__ = "broadsheet_changes"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, index=True)


def name_thread(key: str) -> str:
    """Return the name under which the changes of a thread are told."""
    return f"thread {key}"


class Changes(Protocol):
    def read(self) -> Collection[str]:
        """Return the names of what changed since the last time; raise SQLAlchemy's error where it cannot be known.

        Over a new connection everything may have changed: it can lead to an older copy, or to another server.
        """

    def close(self) -> None:
        """Let go of the connection, until something is read again."""


class FileChanges:
    """The changes of a file of SQLite. `PRAGMA data_version` moves with every commit by another connection."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.connection: sqlite3.Connection | None = None
        self.version = 0
        self.last = 0

    def read(self) -> Collection[str]:
        try:
            return self._read()
        except sqlite3.Error as error:
            self.close()
            raise OperationalError("PRAGMA data_version", None, error) from error

    def _read(self) -> Collection[str]:
        if self.connection is None:
            return self._begin()
        version = self.connection.execute("PRAGMA data_version").fetchone()[0]
        if version == self.version:
            return ()
        rows = self.connection.execute(
            "SELECT name, number FROM broadsheet_changes WHERE number >= ?", (self.last,)
        ).fetchall()
        if self.last and not rows:  # The numbers went back: an older copy was put into the file.
            self.close()
            return self._begin()
        before, self.version = self.last, version
        self.last = max([before, *(number for _name, number in rows)])
        return [name for name, number in rows if number > before]

    def _begin(self) -> Collection[str]:
        address = f"{self.file.absolute().as_uri()}?mode=rw"
        self.connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        self.version = self.connection.execute("PRAGMA data_version").fetchone()[0]
        newest = self.connection.execute("SELECT coalesce(max(number), 0) FROM broadsheet_changes")
        self.last = newest.fetchone()[0]
        return (EVERYTHING,)

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection:
            connection.close()


class PostgresqlChanges:
    """The changes of a PostgreSQL database, asked for each time.

    A transaction that commits later may have the smaller number. But whatever commits after a snapshot was taken has no
    smaller number than the oldest that was open in it, so that is from where on is asked the next time
    (https://www.postgresql.org/docs/current/functions-info.html, "Transaction ID and Snapshot Information"). A number that
    no transaction has had yet came with a backup from another server, and is passed over.
    """

    QUERY = text(
        "SELECT snapshot.oldest, changes.name, changes.number "
        "FROM (SELECT pg_snapshot_xmin(now)::text::bigint AS oldest, pg_snapshot_xmax(now)::text::bigint AS next "
        "FROM pg_current_snapshot() AS now) AS snapshot "
        "LEFT JOIN broadsheet_changes AS changes "
        "ON changes.number >= coalesce(CAST(:since AS bigint), snapshot.oldest) AND changes.number < snapshot.next"
    )

    def __init__(self, engine: Engine) -> None:
        self.engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self.connection: Connection | None = None
        self.since: int | None = None
        self.known: dict[str, int] = {}

    def read(self) -> Collection[str]:
        was_open = self.connection is not None
        try:
            return self._read()
        except SQLAlchemyError:
            self.close()
            if not was_open:
                raise
            return self.read()  # The server was restarted perhaps, and answers over a new connection.

    def _read(self) -> Collection[str]:
        self.connection = self.connection or self.engine.connect()
        rows = self.connection.execute(self.QUERY, {"since": self.since}).all()
        told = {row.name: row.number for row in rows if row.name is not None}
        changed = [name for name, number in told.items() if self.known.get(name) != number]
        begins = self.since is None
        self.known, self.since = told, rows[0].oldest
        return (EVERYTHING,) if begins else changed

    def close(self) -> None:
        connection, self.connection, self.since = self.connection, None, None
        if connection:
            connection.invalidate()
            connection.close()


class UnknownChanges:
    """The changes of a database that nobody can be told of, such as one in memory: everything, whenever one asks."""

    def read(self) -> Collection[str]:
        return (EVERYTHING,)

    def close(self) -> None:
        """There is nothing to let go of."""


def follow_changes(engine: Engine) -> Changes:
    """Return what reads the changes of a database."""
    if engine.dialect.name == "postgresql":
        return PostgresqlChanges(engine)
    file = Path(engine.url.database or "")
    return FileChanges(file) if file.is_file() else UnknownChanges()
