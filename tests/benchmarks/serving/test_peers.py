"""The peers serve what they are compared for, and a measurement that is none is refused."""

import re
from pathlib import Path

import pytest
from answers import Answer
from broadsheets import open_newsroom
from load import Round, Subject, check, compare
from nginx import quote
from straightforward.app import create_app
from straightforward.copying import copy_site

ANSWER = Answer("200 OK", [("Content-Type", "text/html"), ("Date", "now")], b"x" * 950, length=1_000)


def measured(rates: list[float]) -> Subject:
    return Subject(
        "page", 1, "http://127.0.0.1", answer=ANSWER, rounds=[Round(rate, 1, 1, 1) for rate in rates]
    )


def figures(**found: float) -> dict[str, float]:
    return {"requests": 100, "bytes": 100_500, "refused": 0, "failed": 0} | found


def test_the_straightforward_page_shows_every_comment_below_what_it_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_newsroom(tmp_path / "data")
    copy_site(tmp_path / "data", tmp_path / "copy.sqlite3")
    monkeypatch.setenv("DATABASE", str(tmp_path / "copy.sqlite3"))
    app = create_app()
    page = app.test_client().get("/culture/foghorn").text
    app.extensions["engine"].dispose()
    ids = re.findall(r'<article class="comment" id="comment-(\d+)"', page)
    assert len(ids) == len(set(ids)) == 50
    assert re.search(r'class="comment"(?:(?!</article>).)*class="comment"', page, re.S), (
        "No answer is nested."
    )
    for part in ("The horn at the lighthouse", 'id="related"', 'class="notice"'):
        assert part in page


def test_rounds_are_compared_with_their_own() -> None:
    assert compare(measured([10, 30]), measured([5, 10])) == [2, 3]


def test_answers_of_another_length_are_no_measurement() -> None:
    check(measured([]), figures())
    for found in (
        figures(bytes=90_000),
        figures(bytes=180_000),
        figures(refused=1),
        figures(failed=1),
        figures(requests=0),
    ):
        with pytest.raises(SystemExit):
            check(measured([]), found)


def test_what_a_server_says_of_itself_is_not_sent_by_another() -> None:
    assert ANSWER.shared() == [("Content-Type", "text/html")]


def test_a_header_reaches_nginx_as_it_is() -> None:
    assert quote('W/"a\\b"') == '"W/\\"a\\\\b\\""'
    with pytest.raises(SystemExit):
        quote("$host")
