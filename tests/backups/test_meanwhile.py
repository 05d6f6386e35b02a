"""A backup is of one moment, whoever writes meanwhile."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.backups import sqlite
from broadsheet.backups.making import make_backup

CHECKS = {
    "PRAGMA integrity_check": "ok",
    # What each posting writes together is there together.
    "SELECT count(*) - (SELECT shown FROM broadsheet_comments_threads) FROM broadsheet_comments": 0,
}


@pytest.fixture
def in_small_steps(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if database:
        pytest.skip("pg_dump takes care of that itself.")
    monkeypatch.setattr(sqlite, "PAGES_AT_ONCE", 1)


def ask(file: Path, question: str) -> object:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchone()[0]


def test_what_is_posted_while_it_is_copied_is_not_in_it_and_delays_nothing(
    in_small_steps: None,
    app: Flask,
    story: str,
    write: Callable[..., int],
    unpack: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(app, "Before.")
    steps: list[int] = []

    @contextmanager
    def show_progress(_label: str, _length: int) -> Iterator[Callable[[int], None]]:
        def tell(pages: int) -> None:
            steps.append(pages)
            if len(steps) <= 3:
                write(app, "Meanwhile.")

        yield tell

    monkeypatch.setattr(sqlite, "show_progress", show_progress)
    file = unpack(make_backup(app)) / "data" / "broadsheet.sqlite3"
    assert all(pages == 1 for pages in steps), "it was begun anew"
    assert ask(file, "SELECT count(*) FROM broadsheet_comments") == 1
    for question, answer in CHECKS.items():
        assert ask(file, question) == answer


def test_backups_while_comments_are_posted_are_whole(
    in_small_steps: None,
    app: Flask,
    story: str,
    make_reader: Callable[[Flask], FlaskClient],
    unpack: Callable[..., Path],
    tmp_path: Path,
) -> None:
    stop, posted = Event(), []

    def post() -> None:
        reader = make_reader(app)
        page = reader.get(story).text
        token = page.split('name="page" value="')[1].split('"')[0]
        while not stop.is_set():
            told = {"page": token, "name": "Ada", "email": "", "text": f"Number {len(posted)}."}
            posted.append(reader.post("/comments/post", data=told).status_code)

    poster = Thread(target=post)
    poster.start()
    try:
        files = [make_backup(app, tmp_path / f"{number}.tar.gz") for number in range(5)]
    finally:
        stop.set()
        poster.join()
    assert len(posted) > 5
    counts = []
    for file in files:
        copy = unpack(file, file.name) / "data" / "broadsheet.sqlite3"
        counts.append(ask(copy, "SELECT count(*) FROM broadsheet_comments"))
        for question, answer in CHECKS.items():
            assert ask(copy, question) == answer
    assert counts == sorted(counts)
