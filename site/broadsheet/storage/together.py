"""Many writers, one transaction: what is asked for while the disk is busy is written by the next commit, all at once.

To bring twenty comments to the disk takes as long as to bring one. So a thread that wants to write puts its job into the
queue of its process. One of them leads: it runs all that wait, each within its own savepoint, commits, and then answers
them; the first of those that came meanwhile leads next. Nobody is answered before the commit is on the disk. See
docs/decisions/0018.
"""

import threading
from collections.abc import Callable
from contextvars import ContextVar, copy_context
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from .bell import Bell
from .turns import turn

T = TypeVar("T")
MOST_JOBS = 50  # In one transaction, so that nobody waits long for what others want.

_in_a_job: ContextVar[bool] = ContextVar("broadsheet_in_a_job", default=False)


class Interrupted(SQLAlchemyError):
    """The thread that wrote for others was ended, so nothing of theirs was written."""


class Job:
    """What one thread wants to have done, in its own context, and what came of it."""

    def __init__(self, act: Callable[[Session], Any]) -> None:
        self.act = act
        self.context = copy_context()
        self.context.run(_in_a_job.set, True)
        self.woken = threading.Event()  # It is settled, or it is its thread's turn to lead.
        self.is_settled = False
        self.result: Any = None
        self.error: Exception | None = None

    def run(self, connection: Connection) -> None:
        """Do it; an error takes back its own work, and is raised here only if it took back everyone's."""
        mode = "create_savepoint"
        try:
            with Session(connection, expire_on_commit=False, join_transaction_mode=mode) as session:  # type: ignore[arg-type]
                self.result = self.context.run(self.act, session)
                session.commit()
        except Exception as error:
            self.error = error
            # When the disk is full, among others, SQLite takes back the whole transaction by itself.
            if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
                raise

    def settle(self, fault: Exception | None) -> None:
        self.error = fault or self.error
        self.is_settled = True
        self.woken.set()

    def answer(self) -> Any:
        if self.error:
            raise self.error
        return self.result


class Queue:
    """The jobs of this process that wait for one file of SQLite."""

    def __init__(self, engine: Engine, file: Path, bell: Bell | None) -> None:
        self.engine = engine.execution_options(broadsheet_write=True)
        self.bell = bell
        self.turns = file.with_name(f"{file.name}-turns")
        self.lock = threading.Lock()
        self.waiting: list[Job] = []
        self.is_led = False

    def write(self, act: Callable[[Session], T]) -> T:
        """Have `act` done, and return what it returns when that is on the disk; raise its error, or the transaction's."""
        if _in_a_job.get():
            raise RuntimeError(
                "A job cannot wait for another: it holds the transaction that the other would run in."
            )
        job = Job(act)
        if not self._add(job):
            job.woken.wait()
        if not job.is_settled:
            self._lead()
        result: T = job.answer()
        return result

    def _add(self, job: Job) -> bool:
        """Add a job, and say whether its thread leads: when no other does."""
        with self.lock:
            self.waiting.append(job)
            leads, self.is_led = not self.is_led, True
        return leads

    def _lead(self) -> None:
        """Run what waits, commit it, let the next one lead, and answer; whatever happens, all of them are answered."""
        jobs: list[Job] = []
        fault: Exception | None = Interrupted("Nothing was written. Please try again.")
        try:
            with turn(self.turns), self.engine.begin() as connection:
                jobs = self._take()  # Only now: more have come while this waited for its turn.
                for job in jobs:
                    job.run(connection)
            if self.bell:
                self.bell.ring()
            fault = None
        except Exception as error:
            fault = error
        finally:
            jobs = jobs or self._take()
            self._hand_over()
            for job in jobs:
                job.settle(fault)

    def _take(self) -> list[Job]:
        with self.lock:
            taken, self.waiting = self.waiting[:MOST_JOBS], self.waiting[MOST_JOBS:]
        return taken

    def _hand_over(self) -> None:
        with self.lock:
            self.is_led = bool(self.waiting)
            if self.waiting:
                self.waiting[0].woken.set()


def make_queue(engine: Engine, bell: Bell | None) -> Queue | None:
    """Return a queue for a database in a file of SQLite; PostgreSQL gathers commits by itself, and memory needs no disk."""
    file = Path(engine.url.database or "")
    return Queue(engine, file, bell) if engine.dialect.name == "sqlite" and file.is_file() else None
