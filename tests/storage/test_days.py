from datetime import UTC, date, datetime, timedelta

from flask import Flask
from sqlalchemy import func, select

from broadsheet.backups.models import Backup
from broadsheet.storage import begin_of, count_by_day, day_of, list_days, reading, writing

TODAY = date(2026, 3, 1)
ODD_HOURS = (
    datetime(2026, 2, 27, 23, 59, 59, 999_999, UTC),
    datetime(2026, 2, 28, 0, 0, tzinfo=UTC),
    datetime(2026, 2, 28, 23, 59, 59, 999_999, UTC),
    datetime(2026, 3, 2, 0, 0, tzinfo=UTC),
)


def keep(moments: tuple[datetime, ...]) -> None:
    with writing() as session:
        session.add_all(
            Backup(made=moment, place="here", bytes=number) for number, moment in enumerate(moments)
        )


def test_days_end_with_today() -> None:
    assert list_days(3, TODAY) == [date(2026, 2, 27), date(2026, 2, 28), TODAY]
    assert begin_of(TODAY) == datetime(2026, 3, 1, tzinfo=UTC)


def test_each_moment_is_counted_on_its_day_in_utc(app: Flask) -> None:
    with app.app_context():
        keep(ODD_HOURS)
        assert count_by_day(reading(), Backup.made, list_days(3, TODAY)) == [1, 2, 0]
        assert count_by_day(reading(), Backup.made, list_days(3, TODAY), Backup.bytes > 1) == [0, 1, 0]


def test_moments_are_grouped_by_their_day_in_utc(app: Flask) -> None:
    with app.app_context():
        keep(ODD_HOURS)
        day = day_of(reading(), Backup.made)
        found = reading().execute(select(day, func.count()).group_by(day).order_by(day)).all()
    assert [tuple(row) for row in found] == [
        (date(2026, 2, 27), 1),
        (date(2026, 2, 28), 2),
        (TODAY + timedelta(days=1), 1),
    ]
