"""Isso's database and the JSON that it imports become threads and comments."""

import gzip
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.transfer.items import ForeignComment, ForeignThread, Item, LeftOut, Unreadable
from broadsheet.transfer.reading.isso import read
from broadsheet.transfer.reading.source import Source

Read = Callable[[str, Path], list[Item]]
Database = tuple[Path, sqlite3.Connection]
INSERT = """
    INSERT INTO comments (tid, id, parent, created, modified, mode, text, author, email, website, voters)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')
"""


def test_a_database_comes_in(read_with: Read, isso_database: Database) -> None:
    file, database = isso_database
    database.execute("INSERT INTO threads VALUES (1, '/ferry/', 'The ferry is back')")
    database.execute(
        INSERT,
        (
            1,
            1,
            None,
            1381432829.25,
            1381432929.0,
            1,
            "Good *news*.",
            "Ada",
            "ada@example.org",
            "https://a.org",
        ),
    )
    database.execute(INSERT, (1, 2, 1, 1381432830.0, None, 2, "Really?", None, None, None))
    database.execute(INSERT, (1, 3, 1, 1381432831.0, None, 4, "", None, "gone@example.org", None))
    assert read_with("isso", file) == [
        ForeignThread("/ferry/", "/ferry/", "The ferry is back"),
        ForeignComment(
            "/ferry/ 1",
            "/ferry/",
            "Good *news*.",
            "markdown",
            name="Ada",
            email="ada@example.org",
            website="https://a.org",
            written=datetime(2013, 10, 10, 19, 20, 29, 250000, UTC),
            edited=datetime(2013, 10, 10, 19, 22, 9, tzinfo=UTC),
        ),
        ForeignComment(
            "/ferry/ 2",
            "/ferry/",
            "Really?",
            "markdown",
            "/ferry/ 1",
            written=datetime(2013, 10, 10, 19, 20, 30, tzinfo=UTC),
            status="held",
        ),
        ForeignComment(
            "/ferry/ 3",
            "/ferry/",
            "",
            "markdown",
            "/ferry/ 1",
            written=datetime(2013, 10, 10, 19, 20, 31, tzinfo=UTC),
            status="deleted",
        ),
    ]


def test_nothing_is_written_not_even_beside_the_database(isso_database: Database) -> None:
    """One that keeps a log beside it would get one by being opened, even for reading."""
    file, database = isso_database
    database.execute("PRAGMA journal_mode = WAL")
    database.executemany("INSERT INTO threads VALUES (?, ?, '')", [(1, "/ferry/"), (2, "/tides/")])
    database.close()
    before = file.read_bytes()
    for _ in read(Source(file)):
        assert [entry.name for entry in file.parent.iterdir()] == [file.name]
    assert file.read_bytes() == before


def test_rows_of_wrong_types_do_no_harm(read_with: Read, isso_database: Database) -> None:
    file, database = isso_database
    database.execute("INSERT INTO threads VALUES (1, '/ferry/', x'00ff')")
    database.execute("INSERT INTO threads VALUES (2, NULL, 'no address')")
    database.execute("INSERT INTO threads VALUES (3, x'2f78', 'bytes')")
    database.execute(INSERT, (1, 1, "x", "yesterday", b"", "one", b"bytes", 7, 1.5, b"\xff"))
    database.execute(INSERT, (2, 2, None, 1.0, None, 1, "x", None, None, None))
    database.execute(INSERT, (99, 3, None, 1e300, None, 1, "x", None, None, None))
    database.execute("UPDATE comments SET author = CAST(x'ff41' AS TEXT) WHERE id = 1")
    items = read_with("isso", file)
    assert items == [
        ForeignThread("/ferry/", "/ferry/"),
        LeftOut("thread 2", "it belongs to no page"),
        LeftOut("thread 3", "it belongs to no page"),
        ForeignComment(
            "/ferry/ 1",
            "/ferry/",
            "",
            "markdown",
            "/ferry/ x",
            name="\ufffdA",
            email="1.5",
            status="held",
            notes=["It has no date that could be read."],
        ),
        LeftOut("comment 2", "its thread is not in the database, or belongs to no page"),
        LeftOut("comment 3", "its thread is not in the database, or belongs to no page"),
    ]


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        ("DROP TABLE comments", "it has no table 'comments'"),
        ("ALTER TABLE comments DROP COLUMN text", "its table 'comments' lacks text"),
        ("DROP TABLE comments; CREATE VIEW comments AS SELECT * FROM threads", "it has no table 'comments'"),
        (
            "DROP TABLE threads; CREATE VIRTUAL TABLE threads USING fts5(id, uri, title)",
            "it has no table 'threads'",
        ),
        (
            "DROP TABLE threads; CREATE TABLE threads (id, uri, title AS (hex(zeroblob(60000000))))",
            "lacks title",
        ),
    ],
)
def test_another_database_is_refused(
    read_with: Read, isso_database: Database, statements: str, why: str
) -> None:
    file, database = isso_database
    database.executescript(statements)
    with pytest.raises(Unreadable, match=why):
        read_with("isso", file)


def test_a_value_beyond_all_measure_is_refused(read_with: Read, isso_database: Database) -> None:
    file, database = isso_database
    database.execute("INSERT INTO threads VALUES (1, '/ferry/', CAST(zeroblob(60000000) AS TEXT))")
    with pytest.raises(Unreadable, match="damaged"):
        read_with("isso", file)


def test_a_damaged_database_is_refused(read_with: Read, isso_database: Database) -> None:
    file, database = isso_database
    database.execute("BEGIN")
    threads = ((number, f"/{number}/", "x" * 200) for number in range(500))
    database.executemany("INSERT INTO threads VALUES (?, ?, ?)", threads)
    database.execute("COMMIT")
    whole = file.read_bytes()
    for content in (whole[: len(whole) // 2], whole[:100], whole[:5000] + b"\xff" * (len(whole) - 5000)):
        file.write_bytes(content)
        with pytest.raises(Unreadable, match=r"damaged|no database"):
            read_with("isso", file)


def test_a_database_in_use_is_refused(read_with: Read, isso_database: Database) -> None:
    file, database = isso_database
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("INSERT INTO threads VALUES (1, '/ferry/', '')")
    with pytest.raises(Unreadable, match="Stop Isso"):
        read_with("isso", file)


def test_a_packed_database_is_refused(read_with: Read, isso_database: Database, tmp_path: Path) -> None:
    packed = tmp_path / "comments.db.gz"
    packed.write_bytes(gzip.compress(isso_database[0].read_bytes()))
    with pytest.raises(Unreadable, match="gunzip"):
        read_with("isso", packed)


def test_json_comes_in(read_with: Read, exports: Path) -> None:
    first, second = "/blog/article1", "/blog/article2"
    assert read_with("isso", exports / "isso.json") == [
        ForeignThread(first, first, "First article!"),
        ForeignComment(
            f"{first} 1",
            first,
            "Great *article*!",
            "markdown",
            name="James",
            email="james@example.org",
            website="https://example.org",
            written=datetime(2018, 11, 28, 17, 24, 23, tzinfo=UTC),
        ),
        ForeignComment(
            f"{first} 2",
            first,
            "Really?",
            "markdown",
            f"{first} 1",
            written=datetime(2018, 11, 28, 17, 58, 3, tzinfo=UTC),
        ),
        ForeignComment(
            f"{first} 3", first, "x", "markdown", name="Undated", notes=["It has no date that could be read."]
        ),
        ForeignThread(second, second, "Second"),
        ForeignComment(
            f"{second} 1",
            second,
            "Me too",
            "markdown",
            name="Ann",
            written=datetime(2018, 11, 28, 16, 58, 3, 500000, UTC),
        ),
        LeftOut("comment 2 of /blog/article2", "it is no object"),
        LeftOut("entry 3", "it belongs to no page"),
        LeftOut("entry 4", "it belongs to no page"),
    ]


def test_the_sample_of_isso_is_read(read_with: Read, shared: Path) -> None:
    items = read_with("isso", shared / "disqus" / "isso-generic.json")
    assert [(item.id, item.name) for item in items if isinstance(item, ForeignComment)] == [
        ("/posts/0001/ 0", "texas holdem"),
        ("/posts/0007/ 0", "Richard Crinshaw"),
    ]


def test_comments_that_all_have_the_id_0_are_told_apart(read_with: Read, tmp_path: Path) -> None:
    comments = [{"id": id, "text": str(place)} for place, id in enumerate([0, 2, 0, "", 0])]
    file = tmp_path / "isso.json"
    file.write_text(
        json.dumps([{"id": "/ferry/", "title": "Bread+%26+butter", "comments": comments}]), "utf-8"
    )
    thread, *items = read_with("isso", file)
    assert thread == ForeignThread("/ferry/", "/ferry/", "Bread & butter")
    assert [item.id for item in items if isinstance(item, ForeignComment)] == [
        "/ferry/ 0", "/ferry/ 2", "/ferry/ #2", "/ferry/ #3", "/ferry/ #4",
    ]  # fmt: skip
