"""The desk, `/desk/`: where those who run the site moderate, write, and see how it is read."""

from flask import Flask

from . import elsewhere, queue
from .accounts import chores, commands, sign_in_views
from .overview import views as overview_views
from .writing import models as _writing_models  # noqa: F401 -- Its table is there already.

__all__ = ["init_app"]

ROOMS = (sign_in_views, overview_views, queue, elsewhere)


def init_app(app: Flask) -> None:
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    chores.init_app(app)
    commands.init_app(app)
