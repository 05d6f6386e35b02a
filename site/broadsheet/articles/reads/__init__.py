"""What is read most, counted without a cookie: an article, an hour and a number."""

from collections.abc import Sequence
from functools import partial

from flask import Flask, current_app
from markupsafe import Markup

from ...delivery import templates
from ...delivery.keeping import keep_for
from ...delivery.parts import keep_part
from ...settings import settings_of
from ...storage import ARTICLES, reading
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
        templates.share(app, most_read=most_read, show_most_read=show_most_read)


def most_read() -> Sequence[Article]:
    """Return the stories that are read most now, the first first; none where too few are read."""
    keep_for(KEPT_SECONDS)
    found: MostRead = current_app.extensions["broadsheet.most_read"]
    return found.find(reading())


def show_most_read() -> Markup:
    """Return their list as HTML."""
    ids = ", ".join(article.id for article in most_read())
    make = partial(templates.render, "broadsheet/articles/_most_read.html")
    return Markup(keep_part(f"articles.most_read {ids}", (ARTICLES,), make))  # noqa: S704
