"""The page cache: finished pages, kept in memory until something on them changes, in front of Flask.

A view says what ends its page (`keeping`), a room says what of a reader its part of a page depends on (`traits`).
See docs/decisions/0026.
"""

from flask import Flask

from ...settings import settings_of
from .middleware import PageCache
from .targets import know_parameters
from .traits import Trait, tell_apart

__all__ = ["Trait", "init_app", "know_parameters", "tell_apart"]


def init_app(app: Flask) -> None:
    """Put it in front of the app, when all rooms have said what they know; without memory for it, there is none."""
    megabytes = settings_of(app).page_cache_mb
    if megabytes:
        cache = app.extensions["broadsheet.page_cache"] = PageCache(app, megabytes * 1_000_000)
        app.wsgi_app = cache  # type: ignore[method-assign]
