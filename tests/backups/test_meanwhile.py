"""A backup is of one moment, whoever writes meanwhile."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.publishing import publish_folder
from broadsheet.backups import sqlite
from broadsheet.backups.making import make_backup

CHECKS = {
    "PRAGMA integrity_check": "ok",
    # What each posting writes together is there together.
    "SELECT count(*) - (SELECT shown FROM broadsheet_comments_threads) FROM broadsheet_comments": 0,
}


@pytest.fixture
def served(
    make_app: Callable[..., Flask], write_story: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Flask:
    """A site with SQLite, whichever database the suite was given, that is copied in small steps."""
    monkeypatch.setattr(sqlite, "PAGES_AT_ONCE", 1)
    app = make_app(DATABASE="", COMMENTS_MODERATION="show", COMMENTS_RATE=0, COMMENTS_FORM_SECONDS=0)
    write_story("ferry", "The ferry is late")
    with app.app_context():
        publish_folder()
    return app


def ask(file: Path, question: str) -> object:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchone()[0]


def test_what_is_posted_while_it_is_copied_is_not_in_it_and_delays_nothing(
    served: Flask,
    write: Callable[..., int],
    unpack: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(served, "Before.")
    steps: list[int] = []

    @contextmanager
    def show_progress(_label: str, _length: int) -> Iterator[Callable[[int], None]]:
        def tell(pages: int) -> None:
            steps.append(pages)
            if len(steps) <= 3:
                write(served, "Meanwhile.")

        yield tell

    monkeypatch.setattr(sqlite, "show_progress", show_progress)
    file = unpack(make_backup(served)) / "data" / "broadsheet.sqlite3"
    assert all(pages == 1 for pages in steps), "it was begun anew"
    assert ask(file, "SELECT count(*) FROM broadsheet_comments") == 1
    for question, answer in CHECKS.items():
        assert ask(file, question) == answer


def test_backups_made_while_comments_are_posted_are_whole(
    served: Flask,
    make_reader: Callable[[Flask], FlaskClient],
    unpack: Callable[..., Path],
    tmp_path: Path,
) -> None:
    stop = Event()
    posted: list[int] = []

    def post() -> None:
        reader = make_reader(served)
        token = re.search(r'name="thread" value="(.*?)"', reader.get("/coast/ferry").text)
        while not stop.is_set():
            told = {"thread": token and token[1], "name": "Ada", "text": f"Number {len(posted)}."}
            posted.append(reader.post("/comments", data=told).status_code)

    poster = Thread(target=post)
    poster.start()
    try:
        files = []
        for number in range(5):
            while len(posted) < number * 3 + 1:
                assert poster.is_alive()
            files.append(make_backup(served, tmp_path / f"{number}.tar.gz"))
    finally:
        stop.set()
        poster.join()
    assert set(posted) == {303}
    counts = []
    for file in files:
        copy = unpack(file, f"of-{file.name}") / "data" / "broadsheet.sqlite3"
        counts.append(ask(copy, "SELECT count(*) FROM broadsheet_comments"))
        for question, answer in CHECKS.items():
            assert ask(copy, question) == answer
    assert counts == sorted(counts)
