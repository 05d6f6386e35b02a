"""The rows of Isso's database, which is opened for reading only, and believed in nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from ...items import Unreadable
from ..source import Source

COLUMNS = {
    "threads": ("id", "uri", "title"),
    "comments": ("tid", "id", "parent", "created", "modified", "mode", "text", "author", "email", "website"),
}
LONGEST = 50_000_000  # bytes of a row; SQLite's own limit is twenty times that
UNFINISHED = ("-wal", "-journal")


def read_rows(source: Source) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (table, row) of the threads, then of the comments. Raise `Unreadable` for any other or damaged database."""
    _check_finished(source)
    try:
        with closing(_open(source)) as database:
            _check_tables(source, database)
            for table, columns in COLUMNS.items():
                for row in database.execute(f"SELECT {', '.join(columns)} FROM {table}"):  # noqa: S608
                    yield table, dict(zip(columns, row, strict=True))
    except sqlite3.Error as error:
        raise Unreadable(
            f"{source.name} is a damaged database ({error}). Copy it again while Isso is stopped."
        ) from error
    source.tell(source.file.stat().st_size)


def _open(source: Source) -> sqlite3.Connection:
    """Open the database so that nothing is written, not even beside it, and nothing of its own is called."""
    database = sqlite3.connect(f"{source.file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    database.execute("PRAGMA trusted_schema = OFF")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    database.text_factory = lambda text: text.decode("utf-8", "replace")
    return database


def _check_finished(source: Source) -> None:
    """Refuse a database that says only together with a file beside it what it holds."""
    for ending in UNFINISHED:
        beside = source.file.with_name(source.file.name + ending)
        if beside.exists() and beside.stat().st_size:
            raise Unreadable(
                f"{source.name} is in use: {beside.name} lies beside it. Stop Isso, then copy it again."
            )


def _check_tables(source: Source, database: sqlite3.Connection) -> None:
    for table, columns in COLUMNS.items():
        kinds = database.execute(
            "SELECT 1 FROM sqlite_master WHERE name = ? AND type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
            (table,),
        ).fetchall()
        has = {name for _, name, *_ in database.execute(f"PRAGMA table_info({table})")} if kinds else set()
        if missing := set(columns) - has:
            raise Unreadable(
                f"{source.name} is no database of Isso: its table {table!r} lacks {', '.join(sorted(missing))}."
                if has
                else f"{source.name} is no database of Isso: it has no table {table!r}."
            )
