"""What is published: Markdown files become articles, articles become pages, feeds and answers to searches."""

from flask import Flask

from ..delivery import templates
from ..storage import reading
from . import machines, pages, pictures, queries, reads, search

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    for room in (machines, search, pictures, reads, pages):
        room.init_app(app)
    templates.share(app, list_sections=lambda: queries.list_sections(reading()))
