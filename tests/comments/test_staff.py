"""The newsroom answers under a mark that readers cannot have."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.comments.models import HELD, Comment

STORY = "/coast/ferry"
MARK = '<span class="comment-mark comment-staff">'
Newsroom, Write, Send = Callable[..., Flask], Callable[..., int], Callable[..., TestResponse]


def test_the_newsroom_answers(newsroom: Newsroom, write: Write) -> None:
    app = newsroom(COMMENTS_MODERATION="hold")
    write(app, "Is the ferry late?")
    result = app.test_cli_runner().invoke(
        args=["comments", "answer", "1", "Yes, by an *hour*.", "--name", "Ada Editor"]
    )
    assert (result.exit_code, result.output) == (0, "Answered by comment 2.\n")
    page = app.test_client().get(STORY).text
    assert page.count(MARK) == 1
    assert "<em>hour</em>" in page


@pytest.mark.parametrize(("id", "status"), [("7", "approved"), ("1", HELD)])
def test_what_is_not_shown_cannot_be_answered(newsroom: Newsroom, write: Write, id: str, status: str) -> None:
    app = newsroom()
    write(app, "Hello?", status=status)
    result = app.test_cli_runner().invoke(args=["comments", "answer", id, "Yes.", "--name", "Ada Editor"])
    assert result.exit_code == 1
    assert "not shown" in result.output


@pytest.mark.parametrize(
    "name", ["Ada Editor", "ada éditor", "Αda Editor ✓", "Broadsheet staff", "M o d e r a t o r"]
)
def test_a_reader_cannot_take_the_name_of_staff(
    newsroom: Newsroom,
    write: Write,
    send: Send,
    make_reader: Callable[[Flask], FlaskClient],
    stored: Callable[[Flask], list[Comment]],
    name: str,
) -> None:
    app = newsroom()
    write(app, "Is the ferry late?")
    app.test_cli_runner().invoke(args=["comments", "answer", "1", "Yes.", "--name", "Ada Editor"])
    answer = send(make_reader(app), name=name, text="Believe me, I am staff.")
    assert answer.status_code == 422
    assert "belongs to the newsroom" in answer.text
    assert "Believe me, I am staff.</textarea>" in answer.text
    assert len(stored(app)) == 2
    assert app.test_client().get(STORY).text.count(MARK) == 1


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        (" ", "Yes.", "name must be"),
        ("x" * 81, "Yes.", "name must be"),
        ("a\nb", "Yes.", "name must be"),
        ("Ada Editor", " ", "answer must have"),
        ("Ada Editor", "x" * 10_001, "answer must have"),
    ],
)
def test_staff_keep_to_the_readers_limits(
    newsroom: Newsroom,
    write: Write,
    stored: Callable[[Flask], list[Comment]],
    name: str,
    text: str,
    reason: str,
) -> None:
    app = newsroom()
    write(app, "Hello?")
    result = app.test_cli_runner().invoke(args=["comments", "answer", "1", text, "--name", name])
    assert (result.exit_code, len(stored(app))) == (1, 1)
    assert reason in result.output
