"""The lookout knows all that was committed before one looks, and asks no more than it must."""

import sqlite3
import threading
import time
from collections.abc import Callable, Collection
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from broadsheet.settings import settings_of
from broadsheet.storage import engine_of, lookout_of, reading, remembered, writing
from broadsheet.storage.lookout import MOST_REMEMBERED, TRUSTED_SECONDS, Lookout


class Told:
    """Changes that a test tells."""

    def __init__(self) -> None:
        self.names: list[Collection[str]] = []
        self.asked = 0
        self.fault: Exception | None = None
        self.pause = threading.Event()
        self.pause.set()

    def read(self) -> Collection[str]:
        self.asked += 1
        self.pause.wait(10)
        if self.fault:
            raise self.fault
        return self.names.pop(0) if self.names else ()

    def close(self) -> None:
        """Nothing is open."""


def test_another_process_is_heard_at_once(make_app: Callable[..., Flask], write: Callable[..., int]) -> None:
    """Two apps on one database are to each other as two processes are."""
    one, other = make_app(), make_app()
    lookout = lookout_of(one)
    lookout.look()
    for number in range(20):
        moment = lookout.moment
        write(other, f"Hello {number}")
        lookout.look()
        assert lookout.changed_since(moment, ["thread ferry"])
        assert not lookout.changed_since(moment, ["thread kelp"])


def test_another_program_is_heard_soon(make_app: Callable[..., Flask], write: Callable[..., int]) -> None:
    app = make_app(DATABASE="")
    write(app, "Hello")
    lookout = lookout_of(app)
    lookout.look()
    moment = lookout.moment
    file = settings_of(app).data / "broadsheet.sqlite3"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE broadsheet_comments SET name = 'Grace'")
    time.sleep(TRUSTED_SECONDS)
    lookout.look()
    assert lookout.changed_since(moment, ["thread ferry"])


def test_who_waits_shares_the_next_question() -> None:
    changes = Told()
    lookout = Lookout(changes, None)
    changes.pause.clear()
    people = [threading.Thread(target=lookout.look) for _ in range(12)]
    for person in people:
        person.start()
        while not changes.asked:
            time.sleep(0.001)
    time.sleep(0.1)
    changes.pause.set()
    for person in people:
        person.join(10)
    assert changes.asked == 2, "the first, and one for all who came while it was answered"


def test_a_question_that_failed_answers_nobody() -> None:
    changes = Told()
    lookout = Lookout(changes, None)
    changes.fault = OperationalError("", {}, Exception("gone"))
    for _ in range(2):
        with pytest.raises(OperationalError):
            lookout.look()
    changes.fault, changes.names = None, [["articles"]]
    lookout.look()
    assert lookout.changed_since(0, ["articles"])


def test_what_it_has_forgotten_counts_as_changed() -> None:
    changes = Told()
    lookout = Lookout(changes, None)
    changes.names = [["articles"], [f"thread {n}" for n in range(MOST_REMEMBERED + 1)], ["choices"]]
    lookout.look()
    moment = lookout.moment
    lookout.look()
    assert not lookout.changed_since(moment, ["articles"])
    lookout.look()
    assert lookout.changed_since(moment, ["articles"])
    assert not lookout.changed_since(lookout.moment, ["articles"])


def test_what_is_remembered_is_asked_anew_when_it_changed(app: Flask, write: Callable[..., int]) -> None:
    asked = []

    def count(key: str = "ferry") -> int:
        with app.app_context():
            return remembered("count", (f"thread {key}",), lambda session: asked.append(1) or len(asked))  # type: ignore[func-returns-value]

    assert [count(), count()] == [1, 1]
    write(app, "Hello")
    assert [count(), count()] == [2, 2]


def test_what_was_read_before_a_change_is_not_remembered_after_it(
    app: Flask, write: Callable[..., int]
) -> None:
    """A request that began before a change may still see what was before."""

    def name(_session: object = None) -> str:
        return str(reading().execute(text("SELECT max(name) FROM broadsheet_comments")).scalar())

    write(app, "Hello")
    with app.app_context():
        assert name() == "Ada"
        other = app.app_context()
        with other, writing() as session:
            session.execute(text("UPDATE broadsheet_comments SET name = 'Grace'"))
        lookout_of(app).look()
        seen = remembered("name", ("thread ferry",), name)
    if engine_of(app).dialect.name == "sqlite":
        assert seen == "Ada"
    with app.app_context():
        assert remembered("name", ("thread ferry",), name) == "Grace"
