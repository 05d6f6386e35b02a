"""What is published: Markdown files become articles, articles become pages, feeds and answers to searches."""

from flask import Flask

from ..delivery import page_cache, templates
from ..storage import ARTICLES, remembered
from . import machines, pages, pictures, queries, reads, search
from .keeping import find_next_publication

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    for room in (machines, search, pictures, reads, pages):
        room.init_app(app)
    page_cache.know_parameters(app, "page")
    templates.share(app, list_sections=list_sections)


def list_sections() -> list[queries.Section]:
    """Return the sections for the menu, which every page shows."""
    key = ("articles.sections", find_next_publication())  # Until then they are the same.
    return remembered(key, (ARTICLES,), queries.list_sections)
