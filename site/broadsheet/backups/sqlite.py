"""A copy of SQLite's database at one moment, made while others write."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast
from urllib.parse import quote

from sqlalchemy import Engine

from ..progress import show_progress

PAGES_AT_ONCE = 1_000  # Of 4 KB each, between two looks at the progress.
SNAPSHOT = ("BEGIN", "SELECT count(*) FROM sqlite_master")


def copy_sqlite(engine: Engine, file: Path) -> None:
    """Copy the database into a new file; raise `sqlite3.Error` where that cannot be written."""
    connection = engine.raw_connection()
    try:
        source = cast(sqlite3.Connection, connection.driver_connection)
        # SQLite begins a copy anew whenever somebody writes, unless it is of a moment that a transaction holds.
        for statement in SNAPSHOT:
            source.execute(statement).fetchall()
        _copy(source, file)
    finally:
        connection.close()  # The pool ends the transaction.


def _copy(source: sqlite3.Connection, file: Path) -> None:
    pages = source.execute("PRAGMA page_count").fetchone()[0]
    with show_progress("Copying", pages) as tell, closing(_open_new(file)) as target:
        done = 0

        def note(_status: int, remaining: int, total: int) -> None:
            nonlocal done
            tell(total - remaining - done)
            done = total - remaining

        source.backup(target, pages=PAGES_AT_ONCE, progress=note)


def _open_new(file: Path) -> sqlite3.Connection:
    """Open a file that nobody else knows: it needs no journal, and no lock, which another machine's folder may not offer."""
    target = sqlite3.connect(f"file:{quote(str(file.resolve()))}?nolock=1", uri=True)
    for pragma in ("journal_mode = OFF", "synchronous = OFF"):
        target.execute(f"PRAGMA {pragma}")
    return target
