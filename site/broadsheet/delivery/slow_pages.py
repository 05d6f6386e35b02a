"""Pages that took long to make, counted by day and path; nothing is kept of who asked, nor of what stood in a query."""

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from flask import Flask, Response, current_app, g, request
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ..chores import add_chore
from ..storage import insert_for, lock_for_writing, writing
from .counting import Tally, write_due
from .models import SlowPage
from .same_origin import READING

KEY = "broadsheet.slow_pages"
SLOW_SECONDS = 0.5
KEPT_DAYS = 30
SECONDS_BETWEEN_TURNS = 3_600
MOST_A_DAY = 200  # different paths; those that are slow first
LONGEST_PATH = 200

Seen = tuple[date, str, int]  # The day, the path, and how many milliseconds it took.


def init_app(app: Flask) -> None:
    """Look at the clock before all else that happens to a request, and after it; so this is called before others are."""
    app.extensions[KEY] = Tally(app, add_slow_pages)
    app.before_request(_begin)
    app.after_request(_end)
    add_chore(app, "forget slow pages", SECONDS_BETWEEN_TURNS, forget_old)


def _begin() -> None:
    g.broadsheet_began = time.perf_counter()


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("broadsheet_began", time.perf_counter())
    # Somebody who sends a form slowly makes no page slow, and what is nowhere could have any path.
    if seconds >= SLOW_SECONDS and request.method in READING and response.status_code == 200:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        note_slow_page(app, request.path, seconds)
        response.call_on_close(lambda: write_due(app))
    return response


def note_slow_page(app: Flask, path: str, seconds: float) -> None:
    """Count a page that took so long."""
    tally: Tally[Seen] = app.extensions[KEY]
    tally.count((datetime.now(UTC).date(), _shorten(path), round(seconds * 1_000)))


def add_slow_pages(session: Session, counted: Counter[Seen]) -> None:
    """Add what was counted, in the caller's transaction; what a day has no room for is left out."""
    lock_for_writing(session, KEY)
    for day in {day for day, _path, _milliseconds in counted}:
        known = set(session.scalars(select(SlowPage.path).where(SlowPage.day == day)))
        for path, (times, milliseconds) in _add_up(day, counted).items():
            if path in known or len(known) < MOST_A_DAY:
                known.add(path)
                _add(session, day, path, times, milliseconds)


def _add_up(day: date, counted: Counter[Seen]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for (seen_on, path, milliseconds), times in counted.items():
        if seen_on == day:
            before, took = sums.get(path, (0, 0))
            sums[path] = before + times, took + times * milliseconds
    return sums


def _add(session: Session, day: date, path: str, times: int, milliseconds: int) -> None:
    given = {"day": day, "path": path, "times": times, "milliseconds": milliseconds}
    statement = insert_for(session)(SlowPage).values(**given)
    more = {name: getattr(SlowPage, name) + statement.excluded[name] for name in ("times", "milliseconds")}
    session.execute(statement.on_conflict_do_update(index_elements=["day", "path"], set_=more))


def list_slow_pages(session: Session, first: date, limit: int) -> list[tuple[str, int, int]]:
    """Return (path, times, milliseconds in the middle) since a day, those first that took most time in all."""
    times, milliseconds = func.sum(SlowPage.times), func.sum(SlowPage.milliseconds)
    query = select(SlowPage.path, times, milliseconds).where(SlowPage.day >= first).group_by(SlowPage.path)
    found = session.execute(query.order_by(milliseconds.desc(), SlowPage.path).limit(limit))
    return [(path, int(count), round(took / count)) for path, count, took in found]


def forget_old() -> str:
    with writing() as session:
        removed = forget_before(session, datetime.now(UTC).date() - timedelta(days=KEPT_DAYS))
    return f"{removed} forgotten" if removed else ""


def forget_before(session: Session, day: date) -> int:
    return len(session.scalars(delete(SlowPage).where(SlowPage.day < day).returning(SlowPage.path)).all())


def _shorten(path: str) -> str:
    """Bound a path, and keep out of it what no database takes and what a page should not show."""
    return "".join(letter for letter in path[:LONGEST_PATH] if letter.isprintable())
