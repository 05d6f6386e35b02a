"""What is published: Markdown files become articles, articles become pages and feeds."""

from flask import Flask

from ..delivery import templates
from ..storage import reading
from . import queries, search
from .machines import feeds
from .pages import archive, article, corrections, front, lists, not_found
from .pictures import later, tidying
from .pictures import views as pictures

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    for part in (
        feeds,
        front,
        lists,
        archive,
        corrections,
        search,
        pictures,
        later,
        tidying,
        not_found,
        article,
    ):
        part.init_app(app)
    templates.share(app, list_sections=lambda: queries.list_sections(reading()))
