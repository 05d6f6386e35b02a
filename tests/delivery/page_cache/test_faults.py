"""The database stumbles: nobody is given what is another's, and afterwards all is as it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from broadsheet.storage import engine_of

People = Callable[[], FlaskClient]
ACCEPT = {"decision": "accept"}
LEDGER = "FROM broadsheet_consent_records"


@contextmanager
def failing(app: Flask, words: str, times: int) -> Iterator[None]:
    """Let the first statements fail that have these words."""
    failed: list[str] = []

    def fail(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if words in statement and len(failed) < times:
            failed.append(statement)
            raise OperationalError(statement, {}, Exception("the database stumbles"))

    event.listen(engine_of(app), "before_cursor_execute", fail)
    yield
    event.remove(engine_of(app), "before_cursor_execute", fail)
    assert failed


def test_a_page_is_kept_for_whom_it_was_made_not_for_whom_it_was_asked(
    app: Flask, story: str, someone: People
) -> None:
    granting = someone()
    granting.post("/privacy/choices", data=ACCEPT)
    with failing(app, LEDGER, times=1):  # When it is asked who that is; not when the page is made.
        assert granting.get(story).status_code == 200
    plain = someone().get(story)
    assert "statistics.js" not in plain.text
    assert "statistics" not in plain.headers["Content-Security-Policy"]


def test_who_could_not_be_verified_is_verified_the_next_time(app: Flask, story: str, someone: People) -> None:
    granting = someone()
    granting.post("/privacy/choices", data=ACCEPT)
    with failing(app, LEDGER, times=100):
        assert "statistics.js" not in granting.get(story).text
    assert "statistics.js" in granting.get(story).text


def test_after_a_restart_of_the_database_the_first_page_is_as_new_as_all_others(
    app: Flask, story: str, client: FlaskClient, write: Callable[..., int]
) -> None:
    client.get(story)
    end_connections(app)
    write(app, "Hello")
    assert "Hello" in client.get(story).text


def end_connections(app: Flask) -> None:
    """Let a server that restarts end all connections to it."""
    if engine_of(app).dialect.name == "postgresql":
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        with engine_of(app).connect() as connection:
            connection.execute(text(f"{others} AND datname = current_database()"))
