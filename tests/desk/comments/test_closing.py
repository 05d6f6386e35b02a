"""Closing a thread at the desk, and opening it again."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.comments.models import Thread
from broadsheet.storage import reading

ADDRESS = "/desk/threads"


def close(client: FlaskClient, key: str = "ferry", closed: str = "yes", **more: str):
    return client.post(ADDRESS, data={"thread": key, "closed": closed} | more)


def test_a_thread_takes_no_more_comments(
    moderator: FlaskClient, reader: FlaskClient, story: str, held: int, list_journal
) -> None:
    token = re.search(r'name="thread" value="(.*?)"', reader.get(story).text)
    assert token
    answer = close(moderator)
    page = moderator.get(answer.location).text
    assert "The thread takes no more comments now." in page
    assert "Open the thread" in page
    assert 'id="comment-form"' not in reader.get(story).text
    refused = reader.post("/comments", data={"thread": token[1], "name": "Ben", "text": "Too late"})
    assert "This thread is closed" in refused.text
    entry = list_journal()[-1]
    assert (entry.act, entry.kind, entry.subject, entry.before, entry.after) == (
        "close", "thread", "ferry", {"closed": False}, {"closed": True},
    )  # fmt: skip
    close(moderator, closed="no")
    assert 'id="comment-form"' in reader.get(story).text


def test_a_thread_in_which_nobody_wrote_is_closed(
    app: Flask, moderator: FlaskClient, reader: FlaskClient, story: str
) -> None:
    answer = close(moderator)
    assert "The ferry is late" in moderator.get(answer.location).text
    assert 'id="comment-form"' not in reader.get(story).text
    with app.app_context():
        thread = reading().get_one(Thread, "ferry")
    assert (thread.address, thread.title, thread.closed, thread.shown) == (
        story,
        "The ferry is late",
        True,
        0,
    )


def test_closed_twice_is_closed_once(moderator: FlaskClient, story: str, list_journal) -> None:
    close(moderator)
    assert close(moderator).status_code == 303
    assert len(list_journal()) == 1


def test_it_leads_back(moderator: FlaskClient, story: str) -> None:
    answer = close(moderator, next="/desk/comments/1")
    assert answer.location.startswith("/desk/comments/1?done=")
    assert not close(moderator, next="//evil.example").location.startswith("//")


@pytest.mark.parametrize("key", ["", "nothing", "\0", "x" * 5_000, "ferry\n"])
def test_what_is_no_thread_is_not_closed(moderator: FlaskClient, story: str, key: str, list_journal) -> None:
    assert close(moderator, key).status_code == 404
    assert list_journal() == []


def test_what_is_not_said_closes_nothing(moderator: FlaskClient, story: str, list_journal) -> None:
    for closed in ("", "maybe", "\0"):
        assert close(moderator, closed=closed).status_code == 422
    assert list_journal() == []
