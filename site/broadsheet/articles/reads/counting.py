"""Count a reading: a person's browser asked for an article's page, and was given it."""

import re
from collections import Counter
from collections.abc import Hashable
from datetime import UTC, datetime

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ...delivery.counting import Tally
from ...delivery.showings import Showing, count_showings, note_showing
from ...storage import insert_for, lock_for_writing
from ..models import Article, Reads
from .visitors import Visitors

LOCK = "articles.reads"
READING = "reading"
# What programs that are no browser call themselves; a browser's name has none of these.
ROBOTS = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|fetch|preview|monitor|scan|headless|lighthouse|archiver|curl|wget|python|java/|go-http|feed",
    re.I,
)

Key = tuple[str, datetime]


def init_app(app: Flask) -> None:
    app.extensions["broadsheet.reads"] = Tally(app, add_reads)
    app.extensions["broadsheet.reads.visitors"] = Visitors()
    count_showings(app, READING, _count_reading)


def note_reading(article_id: str) -> None:
    """Remember that the page being made is an article's; where nothing is counted, nobody asks."""
    note_showing(READING, article_id)


def count_reading(article_id: str, address: str | None, browser: str, accepted: str, purpose: str) -> None:
    """Count one reading, if a person does it for the first time in this hour; the last four are what the request says."""
    if not is_person(browser, accepted, purpose):
        return
    now = datetime.now(UTC)
    visitors: Visitors = current_app.extensions["broadsheet.reads.visitors"]
    if visitors.is_new(article_id, address, browser, now):
        tally_of(current_app).count((article_id, now.replace(minute=0, second=0, microsecond=0)))


def is_person(browser: str, accepted: str, purpose: str) -> bool:
    """Whether a request looks like a person's: a browser that wants a page, and not ahead of time."""
    return bool(browser) and not ROBOTS.search(browser) and "text/html" in accepted and not purpose


def tally_of(app: Flask) -> Tally[Key]:
    found: Tally[Key] = app.extensions["broadsheet.reads"]
    return found


def _count_reading(article_id: Hashable, showing: Showing, _times: int) -> None:
    count_reading(str(article_id), showing.address, showing.browser, showing.accepted, showing.purpose)


def add_reads(session: Session, counted: Counter[Key]) -> None:
    """Add what was counted, in the caller's transaction; what is gone meanwhile is left out."""
    lock_for_writing(session, LOCK)
    ids = {article_id for article_id, _hour in counted}
    there = set(session.scalars(select(Article.id).where(Article.id.in_(ids))))
    for (article_id, hour), count in sorted(counted.items()):
        if article_id in there:
            statement = insert_for(session)(Reads).values(article_id=article_id, hour=hour, count=count)
            more = {"count": Reads.count + statement.excluded.count}
            session.execute(statement.on_conflict_do_update(index_elements=["article_id", "hour"], set_=more))
