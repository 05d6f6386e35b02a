"""The file of the index: an SQLite database of its own, so that whatever is in it was written whole."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

VERSION = 2
PATIENCE_SECONDS = 600  # Another process may be making everything anew.
PORTION = 500  # Numbers named in one statement.
CHECKPOINT_PAGES = 20_000  # Of 4 KB: rarely, for it takes long.
SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE terms (number INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE, frequency INTEGER NOT NULL DEFAULT 0);
CREATE TABLE articles (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, day REAL, digest TEXT NOT NULL);
CREATE TABLE said (number INTEGER PRIMARY KEY, terms BLOB NOT NULL, counts BLOB NOT NULL, leads BLOB NOT NULL);
CREATE TABLE vectors (number INTEGER PRIMARY KEY, terms BLOB NOT NULL, weights BLOB NOT NULL);
CREATE TABLE postings (term INTEGER PRIMARY KEY, articles BLOB NOT NULL, weights BLOB NOT NULL);
CREATE TABLE neighbours (
  number INTEGER PRIMARY KEY, articles BLOB NOT NULL, similarities BLOB NOT NULL, length REAL NOT NULL
);
CREATE TABLE lists (
  number INTEGER PRIMARY KEY, articles BLOB NOT NULL, scores BLOB NOT NULL, copies BLOB NOT NULL
);
CREATE TABLE unposted (number INTEGER PRIMARY KEY);
CREATE TABLE changed (number INTEGER PRIMARY KEY);
"""


class Unreadable(Exception):
    """The file is no index of this version. It can be removed; all that it held is made anew from the articles."""


def open_shelf(path: Path | None) -> sqlite3.Connection:
    """Open the file, or for None one that is gone with the connection; raise `Unreadable`."""
    connection = sqlite3.connect(path or "", timeout=PATIENCE_SECONDS, isolation_level=None)
    try:
        connection.executescript(
            f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; "
            f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};"
        )
        _prepare(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        if isinstance(
            error, sqlite3.OperationalError
        ):  # Locked, or a disk that is full: the file is not to blame.
            raise
        raise Unreadable(f"{path} is no index of related stories: {error}.") from error
    except Unreadable:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of it or nothing; it is on the disk when this ends."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _prepare(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            for statement in SCHEMA.strip().split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        elif version != VERSION:
            raise Unreadable(
                f"The index of related stories is of version {version}; this Broadsheet makes {VERSION}."
            )


def read_fact(connection: sqlite3.Connection, name: str, default: Any) -> Any:
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return row[0] if row else default


def write_fact(connection: sqlite3.Connection, name: str, value: Any) -> None:
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def find_rows(connection: sqlite3.Connection, query: str, keys: Sequence[Any]) -> list[Any]:
    """Return the rows of a query for many keys; where it says `{}`, they are named."""
    found: list[Any] = []
    for start in range(0, len(keys), PORTION):
        portion = keys[start : start + PORTION]
        found += connection.execute(query.format(",".join("?" * len(portion))), portion).fetchall()
    return found
