"""How long the overview of the desk takes to count, for a small site and a large one, and beside counting record by record.

Run it as `.venv/bin/python tests/benchmarks/desk_overview.py`; it takes minutes. All of it fell on the last thirty days.
"""

import hashlib
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from broadsheet import create_app
from broadsheet.articles.models import Article, Reads
from broadsheet.comments.models import STATUSES, Comment
from broadsheet.consent.ledger.records import ACTIONS
from broadsheet.consent.models import Record
from broadsheet.desk.overview.numbers import gather
from broadsheet.storage import engine_of, reading, writing

SITES = {"small": (1_000, 10_000, 500), "large": (100_000, 1_000_000, 50_000)}  # Comments, records, readings.
AT_ONCE = 10_000
TURNS = 7
DAYS = timedelta(days=30)
Rows = Iterator[dict[str, Any]]


def make_comments(count: int, moment: Callable[[int, int], datetime]) -> Rows:
    told = {"thread": "ferry", "path": "", "reasons": [], "shown": True, "email": "", "website": ""}
    for number in range(count):
        status = STATUSES[number % 7 % 4]
        written = moment(number, count)
        yield {
            **told,
            "status": status,
            "name": "Ada",
            "text": "Hi. " * 40,
            "html": "Hi. " * 40,
            "written": written,
        }


def make_records(count: int, moment: Callable[[int, int], datetime]) -> Rows:
    told = {
        "surface": "notice",
        "granted": ["film"],
        "refused": [],
        "policy_version": "2026-11-20",
        "notice_hash": "0" * 64,
    }
    told |= {
        "language": "en",
        "mode": "opt-in",
        "gpc": False,
        "controller": "The newsroom",
        "previous_hash": "0" * 64,
    }
    for number in range(count):
        hash = hashlib.sha256(str(number).encode()).hexdigest()
        when = moment(number, count)
        action = ACTIONS[number % len(ACTIONS)]
        yield {**told, "receipt": hash[:22], "hash": hash, "time": when, "expires": when, "action": action}


def make_articles(count: int, moment: Callable[[int, int], datetime]) -> Rows:
    for number in range(count):
        told = {
            "id": f"a{number}",
            "path": f"/news/{number}",
            "title": f"Story {number}",
            "standfirst": "",
            "text": "",
        }
        yield {
            **told,
            "section": "News",
            "section_slug": "news",
            "published": moment(number, count),
            "blocks": [],
        }


def make_readings(count: int, articles: int, moment: Callable[[int, int], datetime]) -> Rows:
    for number in range(count):
        hour = moment(number * articles % count, count).replace(minute=0, second=0, microsecond=0)
        yield {"article_id": f"a{number % articles}", "hour": hour, "count": 3}


def fill(app: Flask, comments: int, records: int, readings: int) -> None:
    now, articles = datetime.now(UTC), readings // 50

    def moment(number: int, count: int) -> datetime:
        return now - DAYS + DAYS * number / count

    with app.app_context(), writing() as session:
        store(session, Comment, make_comments(comments, moment))
        store(session, Record, make_records(records, moment))
        store(session, Article, make_articles(articles, moment))
        store(session, Reads, make_readings(readings, articles, moment))


def store(session: Session, kind: Any, rows: Rows) -> None:
    part: list[dict[str, Any]] = []
    for row in rows:
        part.append(row)
        if len(part) == AT_ONCE:
            session.execute(insert(kind.__table__).prefix_with("OR IGNORE"), part)
            part = []
    if part:
        session.execute(insert(kind.__table__).prefix_with("OR IGNORE"), part)


def count_outside(session: Session) -> Counter[tuple[date, str]]:
    """Count the choices as one would without a thought: each record is read."""
    rows = session.execute(select(Record.time, Record.action).execution_options(yield_per=1_000))
    return Counter((moment.date(), action) for moment, action in rows)


def measure(app: Flask, act: Callable[[Session], object], turns: int = TURNS) -> float:
    """Return the milliseconds of processor time that something takes, in the middle of some turns."""
    taken = []
    for _ in range(turns):
        with app.app_context():
            began = time.process_time()
            act(reading())
            taken.append((time.process_time() - began) * 1_000)
    return statistics.median(taken)


def main() -> None:
    took = {}
    for name, (comments, records, readings) in SITES.items():
        with tempfile.TemporaryDirectory() as folder:
            app = create_app({"BROADSHEET_DATA": Path(folder)})
            fill(app, comments, records, readings)
            took[name] = measure(app, partial(gather, app))
            outside = measure(app, count_outside, 1)
            engine_of(app).dispose()
        print(f"{comments:>9,} comments, {records:>9,} records: {took[name]:.0f} ms", flush=True)
    print(f"Counting the choices alone, outside the database: {outside:.0f} ms")
    print(f"A hundred times as much takes {took['large'] / took['small']:.1f} times as long.")


if __name__ == "__main__":
    main()
