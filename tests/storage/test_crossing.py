"""Two who write at the same time never wait for each other in a circle, though triggers write along with them."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from broadsheet.comments.deciding import close_thread, count_change, lock_threads
from broadsheet.comments.models import Comment
from broadsheet.related.documents import replace_documents
from broadsheet.related.lists import _store
from broadsheet.storage import engine_of, writing

LONG_ENOUGH = 0.3  # seconds in which the other comes as far as it can


class Other(threading.Thread):
    """Somebody else who writes, in a transaction of their own."""

    def __init__(self, app: Flask, act: Callable[[], object]) -> None:
        super().__init__()
        self.app, self.act = app, act
        self.fault: Exception | None = None

    def run(self) -> None:
        try:
            with self.app.app_context():
                self.act()
        except Exception as fault:
            self.fault = fault


def meet(app: Flask, act: Callable[[], object]) -> Other:
    """Let somebody else begin, and come as far as they can."""
    other = Other(app, act)
    other.start()
    time.sleep(LONG_ENOUGH)
    return other


def test_a_thread_is_closed_while_one_of_its_comments_is_decided_on(
    app: Flask, write: Callable[..., int]
) -> None:
    id = write(app, "Hello")

    def close() -> None:
        with writing() as session:
            close_thread(session, "ferry", True)

    with app.app_context(), writing() as session:
        lock_threads(session, [id])
        comment = session.get_one(Comment, id)
        comment.status, comment.shown = "deleted", False
        session.flush()
        other = meet(app, close)
        count_change(session, "ferry", "", -1)
    other.join()
    assert other.fault is None


def test_two_articles_are_removed_while_a_list_is_written(
    app: Flask, write_story: Callable[..., Path], publish: Callable[[], object]
) -> None:
    """Whoever writes a list holds its document first."""
    for day, name in enumerate(("ferry", "kelp"), start=1):
        write_story(name, f"The {name} is late", day=day)
    publish()
    others: list[Other] = []

    def remove() -> None:
        with writing() as session:
            replace_documents(session, [], ["ferry", "kelp"])

    def pause(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT broadsheet_related_documents.id") and not others:
            others.append(meet(app, remove))

    with app.app_context(), writing() as session:
        event.listen(engine_of(app), "after_cursor_execute", pause)
        _store(session, [{"document_id": "kelp", "others": [], "copies": ["other"]}])
    others[0].join()
    assert others[0].fault is None
