"""Moments as other systems write them."""

import math
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

LONGEST = 100
# A number beyond this counts milliseconds: in seconds it were the year 5138, in milliseconds it is 1973.
MOST_SECONDS = 1e11
FIRST_YEAR, LAST_YEAR = 1000, 9998  # The end of 9999 has no moment in time zones east of Greenwich.


def read_moment(value: object, zone: tzinfo = UTC) -> datetime | None:
    """Return a moment in UTC, or None for what is none, or lies before the year 1000 or after 9998.

    Read are texts (ISO 8601, RFC 3339, RFC 2822, `2023-01-05 10:00:00`), in the zone where they name none, and
    numbers, which are seconds or milliseconds since 1970.
    """
    try:
        found = (
            _read_number(value) if isinstance(value, int | float) else _read_text(str(value or "").strip())
        )
        if not found:
            return None
        moment = (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _read_number(value: float) -> datetime | None:
    if isinstance(value, bool) or not math.isfinite(value):
        return None
    return datetime.fromtimestamp(value / 1000 if abs(value) > MOST_SECONDS else value, UTC)


def _read_text(text: str) -> datetime | None:
    if not text or len(text) > LONGEST:
        return None
    if text.isdecimal() and len(text) >= 9:
        return _read_number(int(text))
    try:
        return datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        return parsedate_to_datetime(text)


def note_date(moment: datetime | None) -> list[str]:
    """Return what a report has to say of a comment's date."""
    return [] if moment else ["It has no date that could be read."]
