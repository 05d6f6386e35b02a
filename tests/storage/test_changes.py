"""Whatever changes what pages show tells its name, by whichever way it is changed; what changes nothing there is silent."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from broadsheet.comments.deciding import close_thread, decide
from broadsheet.comments.models import APPROVED, DELETED, HELD, Comment
from broadsheet.storage import engine_of, writing
from broadsheet.storage.changes import (
    ARTICLES,
    CHOICES,
    EVERYTHING,
    RELATED,
    Changes,
    PostgresqlChanges,
    follow_changes,
)

Tell = Callable[[Callable[[], object]], set[str]]


@pytest.fixture
def tell(app: Flask) -> Tell:
    """Say what is told of an act."""

    def run(act: Callable[[], object]) -> set[str]:
        changes = follow_changes(engine_of(app))
        changes.read()
        with app.app_context():
            act()
        told = set(changes.read())
        assert not changes.read(), "each change is told once"
        changes.close()
        return told

    return run


def run_sql(statement: str) -> None:
    with writing() as session:
        session.execute(text(statement))


def give_status(id: int, status: str) -> None:
    with writing() as session:
        decide(session, [id], status)


def test_a_comment_tells_its_thread(app: Flask, tell: Tell, write: Callable[..., int]) -> None:
    assert tell(lambda: write(app, "Hello")) == {"thread ferry"}


def test_a_decision_tells_the_thread(app: Flask, tell: Tell, write: Callable[..., int]) -> None:
    id = write(app, "Hello", status=HELD)
    assert tell(lambda: give_status(id, APPROVED)) == {"thread ferry"}
    assert tell(lambda: give_status(id, DELETED)) == {"thread ferry"}


def test_a_change_of_words_and_a_closing_tell_the_thread(
    app: Flask, tell: Tell, write: Callable[..., int]
) -> None:
    write(app, "Hello")

    def edit() -> None:
        with writing() as session:
            session.get_one(Comment, 1).html = "Goodbye"

    def close() -> None:
        with writing() as session:
            close_thread(session, "ferry", True)

    assert tell(edit) == {"thread ferry"}
    assert tell(close) == {"thread ferry"}


def test_what_is_changed_by_hand_is_told_too(app: Flask, tell: Tell, write: Callable[..., int]) -> None:
    write(app, "Hello")
    assert tell(lambda: run_sql("UPDATE broadsheet_comments SET name = 'Grace'")) == {"thread ferry"}
    assert tell(lambda: run_sql("DELETE FROM broadsheet_comments")) == {"thread ferry"}


def test_what_readers_do_not_see_is_not_told(app: Flask, tell: Tell, write: Callable[..., int]) -> None:
    write(app, "Hello")
    assert tell(lambda: run_sql("UPDATE broadsheet_comments SET announced = true, visitor = NULL")) == set()
    assert tell(lambda: run_sql("DELETE FROM broadsheet_comments_news")) == set()


def test_publishing_tells_the_articles(
    tell: Tell, write_story: Callable[..., Path], publish: Callable[[], object]
) -> None:
    write_story("ferry", "The ferry is late")
    assert tell(publish) >= {ARTICLES, RELATED}
    assert tell(publish) == set(), "nothing changed"
    file = write_story("ferry", "The ferry is on time")
    assert ARTICLES in tell(publish)
    file.unlink()
    assert ARTICLES in tell(publish)


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("table", ["article_bylines", "article_tags"])
def test_each_part_of_an_article_tells_the_articles(tell: Tell, table: str) -> None:
    assert tell(lambda: run_sql(f"UPDATE broadsheet_{table} SET name = 'Other'")) == {ARTICLES}
    assert tell(lambda: run_sql(f"DELETE FROM broadsheet_{table}")) == {ARTICLES}


@pytest.mark.usefixtures("story")
def test_a_list_of_related_stories_tells(tell: Tell) -> None:
    assert tell(lambda: run_sql("UPDATE broadsheet_related_lists SET others = '[]'")) == {RELATED}
    assert tell(lambda: run_sql("UPDATE broadsheet_related_documents SET title = 'Other'")) == {RELATED}
    assert tell(lambda: run_sql("UPDATE broadsheet_related_documents SET listed = false")) == set()


def test_only_a_choice_that_replaces_another_tells(tell: Tell, reader: FlaskClient) -> None:
    assert tell(lambda: reader.post("/privacy/choices", data={"decision": "accept"})) == set()
    assert tell(lambda: reader.post("/privacy/choices", data={"decision": "refuse"})) == {CHOICES}


def test_what_commits_later_is_told_though_its_number_is_smaller(
    app: Flask, write: Callable[..., int]
) -> None:
    """On PostgreSQL two write at the same time; the one that began first may commit last."""
    engine = engine_of(app)
    if engine.dialect.name == "sqlite":
        return  # One writes after the other; the order of their numbers is that of their commits.
    write(app, "Hello")
    changes: Changes = follow_changes(engine)
    changes.read()
    slow, quick = engine.connect(), engine.connect()
    slow.execute(text("UPDATE broadsheet_comments SET name = 'Slow'"))
    quick.execute(text("INSERT INTO broadsheet_comments_threads VALUES ('kelp', '', '', false, 0)"))
    quick.commit()
    assert set(changes.read()) == {"thread kelp"}
    slow.commit()
    assert set(changes.read()) == {"thread ferry"}
    assert not changes.read()
    for connection in (slow, quick):
        connection.close()
    changes.close()


def test_a_comment_that_moves_tells_both_threads(app: Flask, tell: Tell, write: Callable[..., int]) -> None:
    write(app, "Hello")
    moved = tell(lambda: run_sql("UPDATE broadsheet_comments SET thread = 'kelp'"))
    assert moved == {"thread ferry", "thread kelp"}
    renamed = tell(lambda: run_sql("UPDATE broadsheet_comments_threads SET key = 'kelp'"))
    assert renamed == {"thread ferry", "thread kelp"}


def test_who_begins_to_follow_knows_nothing_of_before(app: Flask, write: Callable[..., int]) -> None:
    """And so does whoever lost the connection: what it leads to now may be another server, or an older copy."""
    write(app, "Hello")
    changes = follow_changes(engine_of(app))
    for _ in range(2):
        assert EVERYTHING in changes.read()
        assert not changes.read()
        write(app, "Hello again")
        assert set(changes.read()) == {"thread ferry"}
        changes.close()


def test_numbers_from_before_a_restore_are_not_told_again_and_again(app: Flask) -> None:
    """A backup of PostgreSQL that is restored into another server has numbers that are not reached there for long."""
    engine = engine_of(app)
    if engine.dialect.name == "sqlite":
        return
    with app.app_context():
        run_sql("INSERT INTO broadsheet_changes VALUES ('thread old', 1000000000000)")
    changes = PostgresqlChanges(engine)
    changes.read(), changes.read()
    assert "thread old" not in changes.known
    with app.app_context():
        run_sql("INSERT INTO broadsheet_comments_threads VALUES ('old', '', '', false, 0)")
    assert set(changes.read()) == {"thread old"}
    changes.close()


def test_a_file_that_an_older_copy_was_put_into_tells_everything(
    app: Flask, write: Callable[..., int]
) -> None:
    if engine_of(app).dialect.name == "postgresql":
        return
    for _ in range(3):
        write(app, "Hello")
    changes = follow_changes(engine_of(app))
    changes.read()
    with app.app_context():
        run_sql("UPDATE broadsheet_changes SET number = 1")
    assert EVERYTHING in changes.read()
    changes.close()
