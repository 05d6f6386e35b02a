"""Sites that move: one is exported, another brings in."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import Result
from flask import Flask

from broadsheet.transfer.export_commands import export
from broadsheet.transfer.import_commands import group
from broadsheet.transfer.items import Item
from broadsheet.transfer.reading.source import Source

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
def bring_in(app: Flask) -> Callable[..., Result]:
    """Run `broadsheet import` on the app, or on another one: `bring_in("wordpress", file, "--dry-run")`."""

    def run(*arguments: object, on: Flask = app, status: int = 0) -> Result:
        return _run(on, group, arguments, status)

    return run


@pytest.fixture
def give_out(app: Flask) -> Callable[..., Result]:
    """Run `broadsheet export`: `give_out(file, "--format", "comments")`."""

    def run(*arguments: object, of: Flask = app, status: int = 0) -> Result:
        return _run(of, export, arguments, status)

    return run


def _run(app: Flask, command: click.Command, arguments: tuple[object, ...], status: int) -> Result:
    result = app.test_cli_runner().invoke(
        command, [os.fspath(one) if isinstance(one, Path) else str(one) for one in arguments]
    )
    assert result.exit_code == status, result.output
    return result


@pytest.fixture
def exports() -> Path:
    """The folder of export files of our own making."""
    return Path(__file__).parent / "exports"


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
