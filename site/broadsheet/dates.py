"""Dates, numbers, sizes and lists as readers see them: in the site's time zone, and in the page's or a given language."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from flask import Flask, current_app

from .page_language import page_language
from .settings import settings_of

ENGLISH = Locale("en", "GB")  # The day before the month.


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        show_day=show_day,
        show_moment=show_moment,
        show_date=show_date,
        show_machine_time=show_machine_time,
        show_mail_time=show_mail_time,
        show_list=show_list,
        show_number=show_number,
        show_size=show_size,
        show_month=show_month,
        show_month_alone=show_month_alone,
        list_gaps=list_gaps,
    )


def show_list(items: Iterable[str], language: str | None = None) -> str:
    """Such as statistics, films and advertising."""
    return format_list(list(items), locale=find_locale(language))


def list_gaps(count: int, language: str | None = None) -> list[str]:
    """Return what stands before, between and after so many items of a list, such as `["", ", ", " and ", ""]` for three."""
    return list(_list_gaps(count, language or page_language()))


@lru_cache(1_000)
def _list_gaps(count: int, language: str) -> list[str]:
    return show_list(["\0"] * count, language).split("\0")


def show_number(number: int, language: str | None = None) -> str:
    """Such as 1,204."""
    return str(format_decimal(number, locale=find_locale(language)))


def show_size(bytes: int, language: str | None = None) -> str:
    """Such as 1.2 MB, or 34 GB."""
    unit, size = ("gigabyte", 1_000_000_000) if bytes >= 1_000_000_000 else ("megabyte", 1_000_000)
    rounded = round(bytes / size, 1) if bytes < 10 * size else round(bytes / size)
    return format_unit(rounded, f"digital-{unit}", "short", locale=find_locale(language))


def show_date(day: date, language: str | None = None) -> str:
    """Such as 20 November 2026."""
    return format_date(day, "long", find_locale(language))


def show_month(day: date, language: str | None = None) -> str:
    """Such as November 2026."""
    return str(format_skeleton("yMMMM", day, locale=find_locale(language)))


def show_month_alone(day: date, language: str | None = None) -> str:
    """Such as November."""
    return format_date(day, "LLLL", find_locale(language))


def show_day(moment: datetime, language: str | None = None) -> str:
    """The same, for the day on which a moment falls here."""
    return _format_day(moment, settings_of(current_app).zone, language or page_language())


@lru_cache(2_000)  # A list shows dozens of days.
def _format_day(moment: datetime, zone: ZoneInfo, language: str) -> str:
    return show_date(moment.astimezone(zone).date(), language)


def show_moment(moment: datetime, language: str | None = None) -> str:
    """Such as 20 November 2026, 14:05 UTC; midnight sharp is a date without a time, and shown as one."""
    return _format_moment(moment, settings_of(current_app).zone, language or page_language())


@lru_cache(2_000)  # A thread shows hundreds of moments.
def _format_moment(moment: datetime, zone: ZoneInfo, language: str) -> str:
    local = moment.astimezone(zone)
    day, locale = show_date(local.date(), language), find_locale(language)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return day
    time = f"{format_time(local, 'short', locale=locale)} {local:%Z}"
    return str(get_datetime_format("medium", locale)).replace("{1}", day).replace("{0}", time)


def find_locale(language: str | None) -> Locale:
    """Return what Babel knows of a language, or of the page's; of one that it does not know, what it knows of English."""
    return _parse_locale(language or page_language())


@lru_cache(100)
def _parse_locale(language: str) -> Locale:
    try:
        return ENGLISH if language == "en" else Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return ENGLISH


def show_machine_time(moment: datetime) -> str:
    """Such as 2026-11-20T14:05:00Z (RFC 3339)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def show_exact_time(moment: datetime) -> str:
    """The same to the microsecond, if it has any, for what is put in order by its moment."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def show_mail_time(moment: datetime) -> str:
    """Such as Fri, 20 Nov 2026 14:05:00 GMT (RFC 5322), as RSS has it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
