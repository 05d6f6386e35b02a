from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import delete

from broadsheet.related import Related, refresh_lists
from broadsheet.related.models import ReadyList
from broadsheet.storage import writing


@pytest.fixture
def host(related: Related, bare_app: Flask, take_in: Callable[..., None]) -> FlaskCliRunner:
    """The command line of an app that has `Related` and nothing else of ours."""
    take_in("ferry", "tide", "wharf", "bread")
    date = datetime(2026, 11, 1, tzinfo=UTC)
    related.add(
        "ferry",
        "Ferry",
        "The ferry at the harbour",
        "/docs/ferry",
        date,
        pinned=["tide"],
        unrelated=["bread"],
    )
    return bare_app.test_cli_runner()


def test_rebuild_makes_lists_anew(
    host: FlaskCliRunner, require_lists: Callable[[], dict[str, list[str]]]
) -> None:
    with writing() as session:
        session.execute(delete(ReadyList))
    result = host.invoke(args=["related", "rebuild"])
    assert (result.exit_code, result.stdout) == (0, "Made the lists of 4 stories anew.\n")
    assert "tide" in require_lists()["ferry"]


def test_explain_shows_rank_score_and_shared_words(host: FlaskCliRunner) -> None:
    result = host.invoke(args=["related", "explain", "ferry", "wharf"])
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0] == ["beside", "Ferry", "(ferry,", "2026-11-01)"]
    labels = [line[0] for line in lines]
    assert "rank" in labels
    assert "score" in labels
    assert "harbour" in [line[-1] for line in lines]


@pytest.mark.parametrize(
    ("other", "word"),
    [("tide", "pinned"), ("bread", "unrelated"), ("http://localhost/docs/bread", "unrelated")],
)
def test_explain_names_what_overrules_the_score(host: FlaskCliRunner, other: str, word: str) -> None:
    result = host.invoke(args=["related", "explain", "/docs/ferry", other])
    assert word in [line.split()[0] for line in result.stdout.splitlines()]


def test_explain_names_a_copy(host: FlaskCliRunner, related: Related) -> None:
    related.add("again", "Ferry", "The ferry at the harbour", "/docs/again")
    assert "\ncopy " in host.invoke(args=["related", "explain", "ferry", "again"]).stdout


def test_explain_brings_a_missing_index_in_step(host: FlaskCliRunner, related: Related) -> None:
    from broadsheet.related.refresh import index_file

    index_file().unlink()
    assert host.invoke(args=["related", "explain", "ferry", "tide"]).exit_code == 0
    refresh_lists()


@pytest.mark.parametrize(
    ("names", "reason"), [(("ferry", "lost"), "no story lost"), (("ferry", "/docs/ferry"), "the same")]
)
def test_explain_says_what_is_wrong(host: FlaskCliRunner, names: tuple[str, str], reason: str) -> None:
    result = host.invoke(args=["related", "explain", *names])
    assert result.exit_code == 1
    assert reason in result.output
