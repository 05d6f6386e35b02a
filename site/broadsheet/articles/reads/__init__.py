"""What is read most, counted without a cookie: an article, an hour and a number."""

from collections.abc import Sequence

from flask import Flask, current_app

from ...delivery import templates
from ...delivery.keeping import keep_for
from ...settings import settings_of
from ...storage import reading
from ..models import Article
from . import chores, counting
from .most_read import KEPT_SECONDS, MostRead

__all__ = ["init_app"]

SHOWN = 5


def init_app(app: Flask) -> None:
    if settings_of(app).most_read_hours:
        counting.init_app(app)
        chores.init_app(app)
        app.extensions["broadsheet.most_read"] = MostRead(settings_of(app).most_read_hours, SHOWN)
        templates.share(app, most_read=most_read)


def most_read() -> Sequence[Article]:
    """Return the stories that are read most now, the first first; none where too few are read."""
    keep_for(KEPT_SECONDS)
    found: MostRead = current_app.extensions["broadsheet.most_read"]
    return found.find(reading())
