"""Whoever writes sees it in the next page, whichever worker serves it: on the real server, ten thousand times.

Run it as `.venv/bin/python tests/benchmarks/own_writes.py`. Eight writers change a comment each, or
remove it, in a process of their own, and at once ask one of three workers for its page, over a new connection each time.
The tests do the same a thousand times.
"""

import http.client
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from broadsheet import create_app
from broadsheet.articles.models import Article
from broadsheet.comments.deciding import decide
from broadsheet.comments.models import APPROVED, DELETED, Comment
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import Place, store_comment
from broadsheet.storage import engine_of, reading, writing

sys.path.insert(0, str(Path(__file__).parents[1] / "serving"))

from newsroom import running_newsroom

WRITERS, WRITES, WORKERS = 8, 1_250, 3
REMOVED_EACH = 10  # Of so many writes, one removes the comment.


@contextmanager
def open_newsroom(folder: Path) -> Iterator[tuple[str, Flask]]:
    """Give the address of a real server with several workers, and an app in this process on the same database."""
    with running_newsroom(folder, BROADSHEET_WORKERS=str(WORKERS)) as address:
        app = create_app({"BROADSHEET_DATA": folder / "data", "BROADSHEET_PAGE_CACHE_MB": 0})
        yield address.removeprefix("http://"), app
        engine_of(app).dispose()


def count_missed(app: Flask, host: str, writes: int) -> int:
    """Let each writer write so many times and read it back; return how often a page was older than what was written."""
    with app.app_context():
        articles = reading().scalars(select(Article).where(~Article.is_page).limit(WRITERS)).all()
        places = [(article.address, article.id) for article in articles]
    with ThreadPoolExecutor(WRITERS) as pool:
        return sum(pool.map(lambda place: _write_and_read_back(app, host, writes, *place), places))


def _write_and_read_back(app: Flask, host: str, writes: int, path: str, thread: str) -> int:
    id, missed = _store(app, thread), 0
    for number in range(writes):
        words = f"word-{id}-{number}-{random.getrandbits(32)}"
        removes = number % REMOVED_EACH == REMOVED_EACH - 1
        with app.app_context(), writing() as session:
            decide(session, [id], DELETED if removes else APPROVED)
            session.get_one(Comment, id).html = words
        missed += (words in _read(host, path)) == removes
    return missed


def _store(app: Flask, thread: str) -> int:
    with app.app_context(), writing() as session:
        submission = Submission(thread, None, "Ada", "", "", "Hello")
        return store_comment(session, submission, Place(), Verdict(APPROVED, [])).id


def _read(host: str, path: str) -> str:
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, open_newsroom(Path(folder)) as (host, app):
        began = time.monotonic()
        missed = count_missed(app, host, WRITES)
        seconds = time.monotonic() - began
    total = WRITERS * WRITES
    print(
        f"{total:,} writes read back from {WORKERS} workers in {seconds:.0f} s; pages older than their write: {missed}"
    )


if __name__ == "__main__":
    main()
