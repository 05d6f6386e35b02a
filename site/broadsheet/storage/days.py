"""Days, which are in UTC, and how much fell on each."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session


def list_days(count: int, today: date | None = None) -> list[date]:
    """Return the last so many days, today being the last."""
    last = today or datetime.now(UTC).date()
    return [last - timedelta(days=ago) for ago in reversed(range(count))]


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def count_by_day(
    session: Session,
    moment: InstrumentedAttribute[datetime],
    days: Sequence[date],
    *conditions: ColumnElement[bool],
) -> list[int]:
    """Return for each day how many rows have their moment in it, in one query.

    With an index of what the conditions ask for and the moment, nothing is read but that, and nothing put in order:
    a million rows take the tenth of what grouping them takes.
    """
    counts = [
        select(func.count())
        .where(*conditions, moment >= begin_of(day), moment < begin_of(day + timedelta(days=1)))
        .scalar_subquery()
        .label(f"d{day:%Y%m%d}")
        for day in days
    ]
    return list(session.execute(select(*counts)).one())


def day_of(session: Session, moment: InstrumentedAttribute[datetime]) -> ColumnElement[date]:
    """Return the day of a moment, to group by."""
    is_postgres = session.get_bind().dialect.name == "postgresql"
    in_utc: Any = func.timezone("UTC", moment) if is_postgres else moment  # SQLite's are in UTC already.
    return type_coerce(func.date(in_utc), Date)
