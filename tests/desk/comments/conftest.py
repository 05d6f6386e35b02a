"""Comments that wait, and moderators before them."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.comments.models import HELD, Comment
from broadsheet.comments.spam.models import Word
from broadsheet.desk.journal.models import Entry
from broadsheet.storage import reading

LIST = "/desk/comments"


@pytest.fixture
def held(app: Flask, story: str, write: Callable[..., int]) -> int:
    """A comment that waits."""
    return write(app, "Is it late *again*?", status=HELD, email="ada@example.org")


@pytest.fixture
def look_up(app: Flask) -> Callable[[int], Comment]:
    """Return a comment as the database has it."""

    def run(id: int) -> Comment:
        with app.app_context():
            return reading().get_one(Comment, id)

    return run


@pytest.fixture
def list_journal(app: Flask) -> Callable[[], list[Entry]]:
    def run() -> list[Entry]:
        with app.app_context():
            return reading().query(Entry).order_by(Entry.id).all()

    return run


@pytest.fixture
def list_words(app: Flask) -> Callable[[], dict[str, tuple[int, int]]]:
    """Return what was learned: of each word, in how many comments of each kind it was."""

    def run() -> dict[str, tuple[int, int]]:
        with app.app_context():
            return {word.word: (word.spam, word.kept) for word in reading().query(Word)}

    return run


@pytest.fixture
def see() -> Callable[..., str]:
    """Open the list, and return what its form holds of what it showed: `see(moderator, "?status=all")`."""

    def run(client: FlaskClient, query: str = "") -> str:
        page = client.get(f"{LIST}{query}")
        assert page.status_code == 200
        return read_field(page.text, "shown")

    return run


def read_field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="(.*?)"', page)
    return unescape(found[1]) if found else ""


@pytest.fixture
def press(see: Callable[..., str]) -> Callable[..., TestResponse]:
    """Decide on comments as they are shown now: `press(moderator, "approve", 12, 13)`."""

    def run(client: FlaskClient, act: str, *ids: int, shown: str = "", **more: str) -> TestResponse:
        told = {"shown": shown or see(client, "?status=all"), "decision": act, "id": [*map(str, ids)]}
        return client.post(f"{LIST}/decide", data=told | more)

    return run


@pytest.fixture
def undo() -> Callable[[FlaskClient, TestResponse], TestResponse]:
    """Take back what an answer led to: `undo(moderator, press(moderator, "spam", 12))`."""

    def run(client: FlaskClient, done: TestResponse) -> TestResponse:
        batch = re.search(r"done=(\w+)", done.location)
        assert batch, done.location
        return client.post(f"{LIST}/undo", data={"batch": batch[1]})

    return run
