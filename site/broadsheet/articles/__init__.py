"""What is published: Markdown files become articles, articles become pages and feeds."""

from flask import Flask

from . import feeds, views

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    feeds.init_app(app)
    views.init_app(app)
