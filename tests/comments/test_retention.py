"""What was rejected is erased after some time, and nothing else is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from broadsheet.chores import chores_of
from broadsheet.comments.deciding import decide
from broadsheet.comments.models import APPROVED, DELETED, HELD, SPAM, Comment, Watch
from broadsheet.comments.retention import forget_old_visitors, prune_comments
from broadsheet.storage import reading, writing

Newsroom, Write, Stored = Callable[..., Flask], Callable[..., int], Callable[[Flask], list[Comment]]


@pytest.fixture
def prune() -> Callable[[Flask, float], int]:
    """Prune as if so many days had passed."""

    def run(app: Flask, days: float) -> int:
        now = datetime.now(UTC) + timedelta(days=days)
        with app.app_context(), writing() as session:
            forget_old_visitors(session, now)
            return prune_comments(session, now)

    return run


@pytest.mark.parametrize("status", [SPAM, DELETED])
def test_what_was_rejected_is_erased_after_a_month(
    newsroom: Newsroom, write: Write, stored: Stored, prune: Callable[[Flask, float], int], status: str
) -> None:
    app = newsroom()
    id = write(app, "Buy this.", status=status, email="eve@example.org")
    write(app, "Fine.")
    assert prune(app, 29) == 0
    assert stored(app)[0].text == "Buy this."
    assert prune(app, 31) == 1
    assert prune(app, 62) == 0
    assert [(comment.id, comment.text) for comment in stored(app)] == [(id + 1, "Fine.")]


def test_the_month_begins_with_the_decision(
    newsroom: Newsroom, write: Write, stored: Stored, prune: Callable[[Flask, float], int]
) -> None:
    app = newsroom()
    id = write(app, "Old, but only now found to be spam.")
    with app.app_context(), writing() as session:
        session.get_one(Comment, id).decided = datetime(2020, 1, 1, tzinfo=UTC)
        session.get_one(Comment, id).written = datetime(2020, 1, 1, tzinfo=UTC)
        decide(session, [id], SPAM)
    assert prune(app, 1) == 0
    assert stored(app)[0].text.startswith("Old")


def test_a_place_with_answers_stays_without_words(
    newsroom: Newsroom, write: Write, stored: Stored, prune: Callable[[Flask, float], int]
) -> None:
    app = newsroom()
    write(app, "Rude.", email="eve@example.org")
    write(app, "Please be polite.", parent=1)
    with app.app_context(), writing() as session:
        decide(session, [1], SPAM)
    assert prune(app, 31) == 1
    first, answer = stored(app)
    assert (first.text, first.name, first.email, first.html, first.status) == ("", "", "", "", DELETED)
    assert answer.status == APPROVED
    page = app.test_client().get("/coast/ferry").text
    assert "A comment stood here" in page
    assert "Please be polite" in page
    assert "1 comment<" in page


def test_what_waits_or_is_shown_is_never_erased(
    newsroom: Newsroom, write: Write, stored: Stored, prune: Callable[[Flask, float], int]
) -> None:
    app = newsroom()
    for status in (APPROVED, HELD):
        write(app, status, status=status, visitor="ab")
    assert prune(app, 4000) == 0
    assert [(comment.text, comment.visitor) for comment in stored(app)] == [(APPROVED, None), (HELD, None)]


def test_names_of_visitors_go_when_their_key_does(
    newsroom: Newsroom, write: Write, stored: Stored, prune: Callable[[Flask, float], int]
) -> None:
    app = newsroom()
    write(app, "Fine.", visitor="ab")
    prune(app, 1)
    assert stored(app)[0].visitor == "ab"
    prune(app, 3)
    assert stored(app)[0].visitor is None


def test_the_command_prunes(newsroom: Newsroom, write: Write) -> None:
    app = newsroom()
    write(app, "Buy this.", status=SPAM)
    result = app.test_cli_runner().invoke(args=["comments", "prune"])
    assert (result.exit_code, result.output) == (0, "Nothing to erase.\n")


def test_the_newest_comment_keeps_its_number(
    newsroom: Newsroom, write: Write, stored: Stored, prune: Callable[[Flask, float], int]
) -> None:
    """Or the next one would have it, with the links, tokens and watches that were made for this one."""
    app = newsroom()
    write(app, "Fine.")
    write(app, "Buy this.", status=SPAM)
    assert prune(app, 31) == 1
    assert write(app, "Held.", status=HELD) == 3
    assert [comment.id for comment in stored(app)] == [1, 2, 3]
    assert prune(app, 62) == 1
    assert [comment.id for comment in stored(app)] == [1, 3]


def test_who_watched_an_erased_comment_is_forgotten(
    newsroom: Newsroom, write: Write, prune: Callable[[Flask, float], int]
) -> None:
    app = newsroom()
    for number in range(2):
        write(app, f"Buy this {number}.", status=SPAM)
    write(app, "Fine.")
    with app.app_context(), writing() as session:
        for id in (1, 3):
            session.add(
                Watch(
                    email="eve@example.org",
                    thread="ferry",
                    comment_id=id,
                    confirmed=True,
                    made=datetime.now(UTC),
                )
            )
    prune(app, 31)
    with app.app_context():
        assert [watch.comment_id for watch in reading().scalars(select(Watch))] == [3]


def test_many_are_erased_a_few_at_a_time(
    newsroom: Newsroom, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = newsroom()
    for number in range(7):
        write(app, f"Buy this {number}.", status=SPAM)
    write(app, "Fine.")
    with app.app_context(), writing() as session:
        session.execute(update(Comment).values(decided=datetime.now(UTC) - timedelta(days=40)))
    monkeypatch.setattr("broadsheet.comments.retention.AT_ONCE", 3)
    result = app.test_cli_runner().invoke(args=["comments", "prune"])
    assert result.output == "7 erased\n"


def test_a_running_server_prunes(newsroom: Newsroom) -> None:
    assert "prune comments" in chores_of(newsroom())
