"""Search over the articles: what readers type is looked for in SQLite's FTS5 or in PostgreSQL's full text, alike on both."""

from flask import Flask

from . import commands, views
from .writing import fill_index, index_articles

__all__ = ["fill_index", "index_articles", "init_app"]


def init_app(app: Flask) -> None:
    views.init_app(app)
    commands.init_app(app)
