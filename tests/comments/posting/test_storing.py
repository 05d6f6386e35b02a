"""The page of a thread is what a shown comment says, and no reader's query stays in its address."""

from collections.abc import Callable

from flask import Flask

from broadsheet.comments.models import APPROVED, SPAM, Thread
from broadsheet.storage import reading


def place(app: Flask) -> tuple[str, str]:
    with app.app_context():
        thread = reading().get_one(Thread, "ferry")
        return thread.address, thread.title


def test_only_a_shown_comment_moves_a_thread(app: Flask, story: str, write: Callable[..., int]) -> None:
    write(app, "First.", address="/old", title="Old")
    write(app, "Spam.", status=SPAM, address="/evil", title="Evil")
    assert place(app) == ("/old", "Old")
    write(app, "Second.", status=APPROVED, address="/new?utm=evil", title="New")
    assert place(app) == ("/old", "New")
    write(app, "Third.", status=APPROVED, address="/new", title="New")
    assert place(app) == ("/new", "New")


def test_an_address_that_needs_its_query_keeps_one(app: Flask, story: str, write: Callable[..., int]) -> None:
    write(app, "Spam.", status=SPAM, address="/post?id=5&utm=evil", title="Post")
    write(app, "First.", address="/post?id=5", title="Post")
    assert place(app) == ("/post?id=5", "Post")
