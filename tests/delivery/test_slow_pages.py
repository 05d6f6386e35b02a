from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.chores import run_chores
from broadsheet.delivery import slow_pages
from broadsheet.delivery.slow_pages import add_slow_pages, list_slow_pages, note_slow_page
from broadsheet.storage import reading, writing

TODAY = datetime.now(UTC).date()


def listed(app: Flask, first: date = TODAY) -> list[tuple[str, int, int]]:
    app.extensions[slow_pages.KEY].write()
    with app.app_context():
        return list_slow_pages(reading(), first, 10)


def test_pages_that_are_quick_are_not_counted(app: Flask, reader: FlaskClient) -> None:
    reader.get("/feed.json")
    assert not [path for path, _times, took in listed(app) if took < 500]


def test_slow_pages_are_counted_by_path_without_what_was_asked_there(
    app: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow_pages, "SLOW_SECONDS", 0)
    reader.get("/search?q=my+illness").close()
    reader.get("/search?q=my+divorce").close()
    reader.get("/nowhere").close()
    reader.post("/privacy/choices", data={"decision": "refuse"}).close()
    assert [(path, times) for path, times, _took in listed(app)] == [("/search", 2)]


def test_a_page_that_is_kept_is_made_once(
    app: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow_pages, "SLOW_SECONDS", 0)
    for _ in range(3):
        reader.get("/").close()
    assert [(path, times) for path, times, _took in listed(app)] == [("/", 1)]


def test_those_that_took_most_time_in_all_come_first(app: Flask) -> None:
    for path, seconds in (("/a", 0.6), ("/b", 3.0), ("/a", 0.8), ("/c", 0.7)):
        note_slow_page(app, path, seconds)
    assert listed(app) == [("/b", 1, 3_000), ("/a", 2, 700), ("/c", 1, 700)]
    note_slow_page(app, "/a", 4)
    assert listed(app)[0] == ("/a", 3, 1_800)


def test_a_day_has_so_many_paths_and_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_pages, "MOST_A_DAY", 2)
    for path in ("/a", "/b", "/c", "/a"):
        note_slow_page(app, path, 1)
    assert [(path, times) for path, times, _took in listed(app)] == [("/a", 2), ("/b", 1)]


def test_odd_paths_are_bounded(app: Flask) -> None:
    note_slow_page(app, "/\0\x1b[2J" + "a" * 5_000, 1)
    ((path, _times, _took),) = listed(app)
    assert path.startswith("/[2Jaaa") and len(path) < 201


def test_they_are_forgotten_after_thirty_days(app: Flask) -> None:
    days = [TODAY - timedelta(days=ago) for ago in (31, 30, 0)]
    with app.app_context(), writing() as session:
        add_slow_pages(session, Counter((day, f"/{day}", 600) for day in days))
    assert ("forget slow pages", "1 forgotten") in run_chores(app)
    assert {path for path, *_ in listed(app, days[0])} == {f"/{days[1]}", f"/{days[2]}"}
