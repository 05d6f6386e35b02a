"""Jobs of many threads share one transaction, and none of them notices but by its speed."""

import multiprocessing
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask, g
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from broadsheet import create_app
from broadsheet.storage import engine, engine_of, write_together, writing
from broadsheet.storage.together import MOST_JOBS, Interrupted, Queue

Act = Callable[[Session], object]
NOTE = text("INSERT INTO notes VALUES (:words)")
DEADLINE_SECONDS = 20


def make_notes(app: Flask) -> None:
    with app.app_context(), writing() as session:
        session.execute(text("DROP TABLE IF EXISTS notes"))
        session.execute(text("CREATE TABLE notes (words VARCHAR UNIQUE)"))


def noting(words: str) -> Act:
    return lambda session: session.execute(NOTE, {"words": words}).rowcount


def read_notes(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT words FROM notes ORDER BY words")).scalars())


@pytest.fixture
def notes(app: Flask) -> Iterator[Flask]:
    """An app with a table for notes, in whichever database the suite runs on."""
    make_notes(app)
    yield app
    with app.app_context(), writing() as session:
        session.execute(text("DROP TABLE notes"))


@pytest.fixture
def in_file(make_app: Callable[..., Flask]) -> Flask:
    """An app with a table for notes in a file of SQLite."""
    app = make_app(DATABASE="")
    make_notes(app)
    return app


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 200)


def queue_of(app: Flask) -> Queue:
    queue: Queue = app.extensions["broadsheet.storage.queue"]
    return queue


@contextmanager
def held(app: Flask) -> Iterator[None]:
    """Hold the database from elsewhere, so that what is asked for meanwhile has to wait."""
    with closing(sqlite3.connect(engine_of(app).url.database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def ask(app: Flask, act: Act) -> object:
    with app.app_context():
        return write_together(act)


def ask_at_once(app: Flask, acts: list[Act]) -> list[Future[object]]:
    """Let each ask in a thread of its own while the database is held, and return their answers when all have come."""
    with ThreadPoolExecutor(len(acts)) as pool, held(app):
        answers = []
        for number, act in enumerate(acts, 1):
            answers.append(pool.submit(ask, app, act))
            wait_until(lambda number=number: len(queue_of(app).waiting) == number)  # type: ignore[misc]
    return answers


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def count_commits(app: Flask) -> list[object]:
    commits: list[object] = []
    event.listen(engine_of(app), "commit", commits.append)
    return commits


def test_what_is_answered_is_in_the_database(notes: Flask) -> None:
    assert ask(notes, noting("calm")) == 1
    assert read_notes(engine_of(notes)) == ["calm"]


def test_an_error_takes_its_work_back_and_is_raised(notes: Flask) -> None:
    def fail(session: Session) -> None:
        noting("lost")(session)
        raise LookupError("refused")

    with pytest.raises(LookupError, match="refused"):
        ask(notes, fail)
    assert ask(notes, noting("kept")) == 1
    assert read_notes(engine_of(notes)) == ["kept"]


def test_a_hundred_at_once_are_stored_once_each(notes: Flask) -> None:
    names = [f"note {number:03}" for number in range(100)]
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: ask(notes, noting(name)), names))
    assert read_notes(engine_of(notes)) == names


def test_those_who_wait_share_a_transaction(in_file: Flask) -> None:
    commits = count_commits(in_file)
    answers = ask_at_once(in_file, [noting("a"), noting("b"), noting("c")])
    assert [answer.result() for answer in answers] == [1, 1, 1]
    assert read_notes(engine_of(in_file)) == ["a", "b", "c"]
    assert len(commits) == 1


def test_an_error_among_others_takes_back_its_own_work_only(in_file: Flask) -> None:
    def refuse(session: Session) -> None:
        noting("lost")(session)
        raise LookupError("refused")

    first, refused, again, last = ask_at_once(in_file, [noting("a"), refuse, noting("a"), noting("b")])
    assert first.result() == last.result() == 1
    assert isinstance(refused.exception(), LookupError)
    assert isinstance(again.exception(), IntegrityError)
    assert read_notes(engine_of(in_file)) == ["a", "b"]


def test_each_runs_in_the_context_of_the_one_who_asks(in_file: Flask) -> None:
    def ask_as(name: str) -> object:
        with in_file.app_context():
            g.name = name
            return write_together(lambda session: g.name)

    with ThreadPoolExecutor(3) as pool, held(in_file):
        answers = [pool.submit(ask_as, name) for name in ("Ada", "Grace", "Mary")]
        wait_until(lambda: len(queue_of(in_file).waiting) == 3)
    assert [answer.result() for answer in answers] == ["Ada", "Grace", "Mary"]


def test_nobody_is_answered_before_the_commit(in_file: Flask) -> None:
    seen: list[list[str]] = []  # by another connection

    def look(session: Session) -> None:
        noting("mine")(session)
        seen.append(read_notes(engine_of(in_file)))

    ask(in_file, look)
    assert seen == [[]]
    assert read_notes(engine_of(in_file)) == ["mine"]


def test_a_commit_that_fails_is_told_to_everyone(in_file: Flask) -> None:
    def refuse_commit(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, OSError("the disk is gone"))

    event.listen(engine_of(in_file), "commit", refuse_commit)
    answers = ask_at_once(in_file, [noting("a"), noting("b")])
    assert all(isinstance(answer.exception(), OperationalError) for answer in answers)
    event.remove(engine_of(in_file), "commit", refuse_commit)
    assert read_notes(engine_of(in_file)) == []
    assert ask(in_file, noting("later")) == 1


def test_a_database_that_stays_busy_is_told_to_everyone_in_time(
    impatient: None, make_app: Callable[..., Flask]
) -> None:
    app = make_app(DATABASE="")
    make_notes(app)
    with held(app), ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(ask, app, noting(name)) for name in "abc"]
        errors = [answer.exception(DEADLINE_SECONDS) for answer in answers]
    assert ["locked" in str(error) for error in errors] == [True, True, True]
    assert ask(app, noting("later")) == 1
    assert read_notes(engine_of(app)) == ["later"]


def test_when_all_is_taken_back_nobody_is_thanked(in_file: Flask) -> None:
    """SQLite does so by itself on some errors, such as a full disk; what came before was not written then either."""

    def take_all_back(session: Session) -> None:
        session.connection().exec_driver_sql("ROLLBACK")
        raise LookupError("full")

    answers = ask_at_once(in_file, [noting("a"), take_all_back, noting("b")])
    assert all(isinstance(answer.exception(), OperationalError) for answer in answers)
    assert read_notes(engine_of(in_file)) == []
    assert ask(in_file, noting("later")) == 1


def test_a_leader_that_is_ended_leaves_nobody_waiting(in_file: Flask) -> None:
    def end(_session: Session) -> None:
        raise SystemExit

    ended, other = ask_at_once(in_file, [end, noting("a")])
    assert isinstance(ended.exception(), SystemExit)
    assert isinstance(other.exception(), Interrupted)
    assert ask(in_file, noting("later")) == 1
    assert read_notes(engine_of(in_file)) == ["later"]


def test_more_than_fit_in_one_go_are_written_in_two(in_file: Flask) -> None:
    names = [f"note {number:03}" for number in range(MOST_JOBS + 1)]
    commits = count_commits(in_file)
    answers = ask_at_once(in_file, [noting(name) for name in names])
    assert [answer.result() for answer in answers] == [1] * len(names)
    assert read_notes(engine_of(in_file)) == names
    assert len(commits) == 2


def test_a_job_cannot_wait_for_another(in_file: Flask) -> None:
    with pytest.raises(RuntimeError, match="cannot wait"):
        ask(in_file, lambda session: write_together(noting("inner")))
    assert ask(in_file, noting("later")) == 1


def note_in_process(data: Path, name: str) -> None:
    app = create_app({"BROADSHEET_DATA": data})
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda number: ask(app, noting(f"{name} {number:02}")), range(25)))
    engine_of(app).dispose()


def test_processes_write_side_by_side(in_file: Flask, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=note_in_process, args=(tmp_path / "data", name)) for name in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join(DEADLINE_SECONDS)
        assert process.exitcode == 0
    assert read_notes(engine_of(in_file)) == [f"{name} {number:02}" for name in "ab" for number in range(25)]


def test_where_turns_cannot_be_taken_it_writes_without(in_file: Flask) -> None:
    """As in a read-only folder or on a full disk, where SQLite is to say what is wrong, not the file beside it."""
    turns = Path(f"{engine_of(in_file).url.database}-turns")
    turns.unlink(missing_ok=True)
    turns.mkdir()
    with in_file.app_context():
        write_together(noting("Hello"))
    assert read_notes(engine_of(in_file)) == ["Hello"]
