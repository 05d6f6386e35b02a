"""The numbers of the overview: how the site was read, what was written, what was chosen, and how it fares."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from ...articles.reads.statistics import count_reads, list_most_read
from ...backups.noting import find_last_backup
from ...comments.statistics import count_comments, count_waiting
from ...consent.watching.reports import list_refusals
from ...consent.watching.statistics import count_choices
from ...delivery.slow_pages import list_slow_pages
from ...mail import outbox
from ...settings import settings_of
from ...storage import list_days
from .plots import Plot
from .sizes import measure_articles, measure_database, measure_free, measure_pictures

DAYS = 30
DAYS_OF_LISTS = 7
LONGEST_LIST = 10


def gather_plots(app: Flask, session: Session, days: Sequence[date]) -> dict[str, Plot]:
    """Return by its name what was counted on each day; without `reads` where readings are not counted."""
    counted = count_comments(session, days) | count_choices(session, days)
    if counts_reads(app):
        counted["reads"] = count_reads(session, days)
    return {name: Plot(counts) for name, counts in counted.items()}


def gather_lists(session: Session, days: Sequence[date]) -> dict[str, Any]:
    first = days[-DAYS_OF_LISTS]
    return {
        "most_read": list_most_read(session, first, LONGEST_LIST),
        "slow_pages": list_slow_pages(session, first, LONGEST_LIST),
        "refusals": list_refusals(session, LONGEST_LIST),
    }


def gather_state(app: Flask, session: Session) -> dict[str, Any]:
    """Return what waits, what failed, and how large all is."""
    waiting, oldest = count_waiting(session)
    return {
        "waiting": waiting,
        "oldest": oldest,
        "mails_given_up": outbox.count_given_up(session),
        "mails_waiting": outbox.count_waiting(session),
        "last_backup": find_last_backup(session),
        "database": measure_database(app, session),
        "articles": measure_articles(app),
        "pictures": measure_pictures(app),
        "free": measure_free(app),
    }


def gather(app: Flask, session: Session) -> dict[str, Any]:
    """Return all that the overview shows."""
    days = list_days(DAYS)
    return {
        "days": days,
        "plots": gather_plots(app, session, days),
        **gather_lists(session, days),
        **gather_state(app, session),
    }


def counts_reads(app: Flask) -> bool:
    return settings_of(app).most_read_hours > 0
