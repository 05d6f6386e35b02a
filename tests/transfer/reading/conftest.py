"""Export files of our own making, and others written on the spot."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest

from broadsheet.transfer.items import Item
from broadsheet.transfer.reading.source import Source

EXPORTS = Path(__file__).parents[1] / "exports"
Export = Callable[[str], Source]
Written = Callable[[str | bytes], Source]
ISSO_TABLES = """
    CREATE TABLE preferences (key VARCHAR PRIMARY KEY, value VARCHAR);
    CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
    CREATE TABLE comments (
        tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL, modified FLOAT,
        mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR,
        likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0
    );
"""


@pytest.fixture
def export() -> Export:
    return lambda name: Source(EXPORTS / name)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Return a function that makes a file of a text."""

    def write(content: str | bytes) -> Source:
        file = tmp_path / "export"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Source(file)

    return write


@pytest.fixture
def exports() -> Path:
    return EXPORTS


@pytest.fixture
def read_with() -> Callable[[str, Path], list[Item]]:
    """Return what the reader of a name makes of a file."""
    return lambda name, file: list(import_module(f"broadsheet.transfer.reading.{name}").read(Source(file)))


@pytest.fixture
def isso_database(tmp_path: Path) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """An empty database of Isso, and the connection by which to fill it; it commits each statement."""
    file = tmp_path / "comments.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.executescript(ISSO_TABLES)
        yield file, database
