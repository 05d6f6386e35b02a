"""All stories by the month in which they were published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby

from flask import Blueprint, Flask, abort, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ...delivery.templates import render
from ...settings import settings_of
from ...storage import reading
from .. import queries
from ..keeping import keep_with_articles
from .lists import PAGE_LENGTH, render_list
from .paging import page_number

blueprint = Blueprint("archive", __name__)
YEARS = range(1000, 9999)


@dataclass(frozen=True)
class Month:
    """A month of the archive, and how many stories it has."""

    first: date
    count: int


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/archive")
def show_archive() -> ResponseReturnValue:
    keep_with_articles()
    months = list(list_months(reading()))
    years = [(year, list(found)) for year, found in groupby(months, lambda month: month.first.year)]
    return render("broadsheet/articles/archive.html", years=years)


@blueprint.get("/archive/<int:year>/<int(fixed_digits=2):month>")
def show_month_of_archive(year: int, month: int) -> ResponseReturnValue:
    if year not in YEARS or not 1 <= month <= 12:
        abort(404)
    first = date(year, month, 1)
    keep_with_articles()
    offset = (page_number() - 1) * PAGE_LENGTH
    articles = queries.list_between(reading(), *span_of(first), PAGE_LENGTH + 1, offset)
    if not articles:
        abort(404)
    return render_list("month.html", articles, month=first)


def list_months(session: Session) -> Iterator[Month]:
    """Yield the months that have stories, the newest first."""
    zone = settings_of(current_app).zone
    last = queries.find_last_before(session, datetime.max.replace(tzinfo=UTC))
    while last:
        first = last.astimezone(zone).date().replace(day=1)
        since, until = span_of(first)
        yield Month(first, queries.count_between(session, since, until))
        last = queries.find_last_before(session, since)


def span_of(first: date) -> tuple[datetime, datetime]:
    """Return the moments at which a month begins here, and the next."""
    zone = settings_of(current_app).zone
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    begin, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, following))
    return begin, end
