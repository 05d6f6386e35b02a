"""Moments of the calendar by the clock that nobody sets back."""

from datetime import UTC, datetime
from time import monotonic as now

__all__ = ["now", "read_clock"]


def read_clock(moment: datetime) -> float:
    """Return a moment as `now` will show it, in seconds."""
    return now() + (moment - datetime.now(UTC)).total_seconds()
