"""Moments as other systems write them."""

from datetime import UTC, datetime
from typing import Any

YEARS = range(
    1970, 2101
)  # What lies outside was never meant: programs write the year 1 where they know no date.
NO_DATE = "It has no date that could be read."


def read_moment(value: Any) -> datetime | None:
    """Return the moment in UTC that is meant by ISO 8601, `2013-10-10 19:20:29` or seconds since 1970, or None.

    What names no time zone is in UTC.
    """
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value.strip())
        elif isinstance(value, int | float) and not isinstance(value, bool):
            moment = datetime.fromtimestamp(value, UTC)
        else:
            return None
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.year in YEARS else None


def note_date(moment: datetime | None) -> list[str]:
    """Return what a report has to say of a comment's date."""
    return [] if moment else [NO_DATE]
