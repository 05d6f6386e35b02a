"""The CDN in front is told what to drop, soon after it changed, and until it has confirmed that it did."""

from flask import Flask, current_app

from ...chores import add_chore
from ...settings import settings_of
from .purger import Purger

SECONDS = 1
KEY = "broadsheet.purger"


def init_app(app: Flask) -> None:
    if settings_of(app).purge_url:
        app.extensions[KEY] = Purger(app)
        add_chore(app, "purge the CDN", SECONDS, purge)


def purge() -> str:
    """Tell the CDN what changed, and return in a few words what was told."""
    purger: Purger = current_app.extensions[KEY]
    return purger.purge()
