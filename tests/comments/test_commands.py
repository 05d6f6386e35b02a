import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from broadsheet.comments.models import HELD
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.moderation.phases import is_closed
from broadsheet.comments.posting.storing import Place, store_comment
from broadsheet.comments.showing.once import find_facts
from broadsheet.storage import reading, writing


@pytest.fixture
def held(app: Flask) -> int:
    with app.app_context(), writing() as session:
        submission = Submission("story", None, "Ada", "", "", "Two\nlines")
        return store_comment(session, submission, Place(), Verdict(HELD, ["Because."])).id


def test_the_queue_shows_text_and_reasons(runner: FlaskCliRunner, held: int) -> None:
    output = runner.invoke(args=["comments", "list"]).output
    for part in (f"{held}  ", "Ada  on story", "(Because.)", "    Two\n    lines", "1 held."):
        assert part in output


def test_a_moderator_decides(app: Flask, runner: FlaskCliRunner, held: int) -> None:
    def shown() -> int:
        with app.app_context():
            return find_facts("story").shown

    for command, count in (("approve", 1), ("spam", 0), ("approve", 1), ("delete", 0), ("hold", 0)):
        result = runner.invoke(args=["comments", command, str(held)])
        assert (result.exit_code, shown()) == (0, count), command


def test_an_unknown_comment_is_named(runner: FlaskCliRunner, held: int) -> None:
    result = runner.invoke(args=["comments", "approve", str(held), "77"])
    assert result.exit_code == 1
    assert "no comment 77" in result.output


def test_help_is_there(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["comments", "--help"])
    assert all(word in result.output for word in ("list", "approve", "hold", "spam", "delete"))


def test_a_moderator_closes_a_thread_and_opens_it_again(
    app: Flask, runner: FlaskCliRunner, held: int
) -> None:
    for command, closed in (("close", True), ("close", True), ("open", False)):
        assert runner.invoke(args=["comments", command, "story"]).exit_code == 0
        with app.app_context():
            assert is_closed(reading(), "story", None) is closed


def test_an_unknown_thread_is_named(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["comments", "close", "nowhere"])
    assert result.exit_code == 1
    assert "no thread nowhere" in result.output
