from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import Place, store_comment
from broadsheet.settings import SettingsError
from broadsheet.storage import engine_of, lock_for_writing, lookout_of, reading, writing
from broadsheet.storage.engine import make_engine


def test_sqlite_is_durable_and_patient(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_writers_that_meet_wait_for_each_other(app: Flask, together: Callable[..., None]) -> None:
    """Each reads, then writes: without the lock at the start one would fail or be lost."""
    with app.app_context(), writing() as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS counter (n INTEGER)"))
        session.execute(text("DELETE FROM counter"))
        session.execute(text("INSERT INTO counter VALUES (0)"))

    def count() -> None:
        for _ in range(10):
            with app.app_context(), writing() as session:
                lock_for_writing(session, "counter")
                n = session.execute(text("SELECT n FROM counter")).scalar_one()
                session.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})

    together(count)
    with app.app_context():
        found = reading().execute(text("SELECT n FROM counter")).scalar_one()
        with writing() as session:
            session.execute(text("DROP TABLE counter"))
    assert found == 40


def test_reading_sees_what_was_just_written(app: Flask) -> None:
    count = text("SELECT count(*) FROM broadsheet_comments")
    with app.app_context():
        assert reading().execute(count).scalar() == 0
        with writing() as session:
            store_comment(
                session, Submission("t", None, "Ada", "", "", "Hello"), Place(), Verdict("approved", [])
            )
        assert reading().execute(count).scalar() == 1


def test_a_failure_leaves_nothing_behind(app: Flask) -> None:
    def fail() -> None:
        with writing() as session:
            store_comment(
                session, Submission("t", None, "Ada", "", "", "Hello"), Place(), Verdict("approved", [])
            )
            raise RuntimeError

    with app.app_context():
        with pytest.raises(RuntimeError):
            fail()
        assert reading().execute(text("SELECT count(*) FROM broadsheet_comments")).scalar() == 0


def test_sessions_are_closed_with_their_request(app: Flask) -> None:
    pool = engine_of(app).pool
    lookout_of(app).look()
    own = pool.checkedout()  # On PostgreSQL the lookout keeps one.
    with app.app_context():
        reading().execute(text("SELECT 1"))
        assert pool.checkedout() == own + 1
    assert pool.checkedout() == own


def test_what_readers_typed_is_not_in_the_error_of_a_database(app: Flask) -> None:
    with app.app_context(), pytest.raises(StatementError) as caught, writing() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:email)"), {"email": "ada@example.org"})
    assert "ada@example.org" not in str(caught.value)


@pytest.mark.parametrize("address", ["mysql://localhost/news", "oracle://x"])
def test_another_database_is_refused_in_words(address: str) -> None:
    with pytest.raises(SettingsError, match="SQLite's or PostgreSQL's"):
        make_engine(address)


def test_the_data_folder_is_its_owners_alone(app: Flask, tmp_path: Path) -> None:
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
