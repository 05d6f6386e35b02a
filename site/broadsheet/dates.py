"""Dates as readers see them, in the site's time zone."""

from datetime import UTC, datetime

from flask import Flask, current_app

from .settings import settings_of


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        show_day=show_day, show_moment=show_moment, show_machine_time=show_machine_time
    )


def show_day(moment: datetime) -> str:
    """Such as 20 November 2026."""
    local = moment.astimezone(settings_of(current_app).zone)
    return f"{local.day} {local:%B %Y}"


def show_moment(moment: datetime) -> str:
    """Such as 20 November 2026, 14:05 UTC; midnight sharp is a date without a time, and shown as one."""
    local = moment.astimezone(settings_of(current_app).zone)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return show_day(moment)
    return f"{local.day} {local:%B %Y, %H:%M %Z}"


def show_machine_time(moment: datetime) -> str:
    """Such as 2026-11-20T14:05:00Z (RFC 3339)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
