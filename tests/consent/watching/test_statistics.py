from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from PIL import Image
from werkzeug.test import TestResponse

from broadsheet.consent.watching.statistics import count_days
from broadsheet.delivery.page_cache.seen import count_what_waits
from broadsheet.storage import reading

Choose = Callable[..., TestResponse]


def write_counts(app: Flask) -> None:
    count_what_waits()
    app.extensions["broadsheet.consent.counter"].write()


def test_pages_and_answers_are_counted_by_day_and_version(
    app: Flask, reader: FlaskClient, choose: Choose
) -> None:
    for _ in range(3):
        reader.get("/")
    reader.get("/privacy/choices")  # It asks by itself, without the notice.
    reader.get("/feed.json")
    reader.get("/nowhere")
    for decision in ("accept", "refuse", "accept"):
        choose(decision)
    choose("save", service="film")
    reader.get("/")
    write_counts(app)
    with app.app_context():
        (day,) = count_days(reading(), 30)
    assert (day.saw, day.accepted, day.refused, day.changed) == (3, 2, 0, 2)
    assert day.policy_version == app.extensions["broadsheet.consent"].version


def test_counts_are_written_when_an_answer_was_sent(app: Flask, reader: FlaskClient) -> None:
    reader.get("/").close()
    with app.app_context():
        assert [day.saw for day in count_days(reading(), 1)] == [1]
    for _ in range(5):
        reader.get("/").close()
    with app.app_context():
        assert [day.saw for day in count_days(reading(), 1)] == [1], "the next write is a few seconds away"


def test_nothing_counted_is_lost_while_the_database_takes_nothing(
    app: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def refuse(*_: object) -> None:
        raise OperationalError("", {}, Exception("locked"))

    reader.get("/")
    monkeypatch.setattr(app.extensions["broadsheet.consent.counter"], "store", refuse)
    write_counts(app)
    monkeypatch.undo()
    write_counts(app)
    with app.app_context():
        assert [day.saw for day in count_days(reading(), 1)] == [1]


def test_two_processes_add_to_one_count(app: Flask, reader: FlaskClient) -> None:
    for _ in range(2):
        reader.get("/")
        write_counts(app)
    with app.app_context():
        assert [day.saw for day in count_days(reading(), 1)] == [2]
        assert count_days(reading(), 1, datetime.now(UTC).date() + timedelta(days=2)) == []


def test_stats_on_the_command_line(
    app: Flask, reader: FlaskClient, choose: Choose, runner: FlaskCliRunner
) -> None:
    reader.get("/")
    choose("accept")
    write_counts(app)
    head, row = runner.invoke(args=["privacy", "stats"]).output.splitlines()
    assert head.split() == ["day", "policy", "saw", "accepted", "refused", "changed"]
    assert row.split()[2:] == ["1", "1", "0", "0"]


@pytest.mark.parametrize("name", ["plot.svg", "plot.png"])
def test_stats_are_drawn(choose: Choose, runner: FlaskCliRunner, tmp_path: Path, name: str) -> None:
    choose("accept")
    result = runner.invoke(args=["privacy", "stats", "--plot", str(tmp_path / name)])
    assert result.exit_code == 0
    if name.endswith(".svg"):
        assert "<svg" in (tmp_path / name).read_text()
    else:
        with Image.open(tmp_path / name) as picture:
            assert picture.width > 500


def test_stats_are_drawn_of_nothing_too(runner: FlaskCliRunner, tmp_path: Path) -> None:
    assert runner.invoke(args=["privacy", "stats", "--plot", str(tmp_path / "p.svg")]).exit_code == 0


def test_a_plot_of_another_kind_is_refused(runner: FlaskCliRunner, tmp_path: Path) -> None:
    result = runner.invoke(args=["privacy", "stats", "--plot", str(tmp_path / "p.bmp")])
    assert result.exit_code == 1
    assert "must end in .svg or .png" in result.output
