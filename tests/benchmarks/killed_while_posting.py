"""Whether a comment that was acknowledged is still there after the server was killed while many were being posted.

Run it as `.venv/bin/python tests/benchmarks/killed_while_posting.py [KILLS]`; a hundred kills take six minutes. Each time
the server and its workers are ended by SIGKILL at a random moment, and started again on what they left.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

from posting_rate import (
    PATIENCE_SECONDS,
    STORY,
    TEXT,
    Connection,
    Server,
    environment_for,
    find_port,
    posting_to,
    wait_for,
)

KILLS = 100
POSTERS = 12
LONGEST_SECONDS = 1.5
BOUND_TO_BE_POSTED = 20


@contextmanager
def killed_at_the_end(folder: Path) -> Iterator[Server]:
    """Serve what is in the folder, and kill the server with its workers."""
    port, log = find_port(), folder / "log"
    command = [sys.executable, "-m", "broadsheet", "serve"]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, env=environment_for(folder, port), stdout=out, stderr=out, start_new_session=True
        )
    try:
        wait_for(process, port, log)
        yield posting_to(folder, port, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def kill_once(folder: Path, numbers: Iterator[int], seconds: float) -> set[str]:
    """Kill a server after some seconds of posting, when a few comments are acknowledged; return those that were."""
    # The posters end when the server is gone, and are waited for then.
    with ThreadPoolExecutor(POSTERS) as pool, killed_at_the_end(folder) as server:
        for _ in range(POSTERS):
            pool.submit(post_until_killed, server, numbers)
        time.sleep(seconds)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(server.acknowledged) < BOUND_TO_BE_POSTED:
            assert time.monotonic() < deadline, "Nothing is posted, so nothing is tried."
            time.sleep(0.01)
    return server.acknowledged


def post_until_killed(server: Server, numbers: Iterator[int]) -> None:
    with closing(Connection(server)) as connection, suppress(OSError):
        while True:
            connection.post(TEXT.format(next(numbers)))


def kill_while_posting(folder: Path, kills: int, seed: int | None = None) -> set[str]:
    """Kill a server so many times, look after each time, and return what was acknowledged in all."""
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "ferry.md").write_text(STORY, "utf-8")
    chance = random.Random(seed)  # noqa: S311 -- a moment, not a secret
    numbers, acknowledged = count(), set[str]()
    for _ in range(kills):
        acknowledged |= kill_once(folder, numbers, chance.uniform(0, LONGEST_SECONDS))
        check(folder / "broadsheet.sqlite3", acknowledged)
    with killed_at_the_end(folder) as server:  # It starts on what the last one left.
        check(server.database, acknowledged)
    return acknowledged


def check(database: Path, acknowledged: set[str]) -> None:
    """Every acknowledged comment is there, none is there twice, and the database is sound."""
    with closing(sqlite3.connect(database)) as connection:
        stored = Counter(text for (text,) in connection.execute("SELECT text FROM broadsheet_comments"))
        (shown,) = connection.execute("SELECT shown FROM broadsheet_comments_threads").fetchone()
        (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
    missing, twice = acknowledged - set(stored), [text for text, times in stored.items() if times > 1]
    assert not missing, f"{len(missing)} acknowledged comments are missing."
    assert not twice, f"{len(twice)} comments are stored twice."
    assert shown == stored.total(), f"The thread counts {shown} comments, and has {stored.total()}."
    assert sound == "ok", sound


def main(kills: int = KILLS) -> None:
    with tempfile.TemporaryDirectory() as name:
        acknowledged = kill_while_posting(Path(name) / "data", kills)
    print(f"{kills} kills, {len(acknowledged):,} comments acknowledged: none missing, none twice.")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
