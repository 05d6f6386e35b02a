"""The desk, `/desk/`: where those who run the site moderate, write, and see how it is read."""

from flask import Flask

from .. import storage
from ..chores import add_chore
from . import elsewhere
from .accounts import commands, sign_in_views
from .accounts.sessions import forget_old_sessions
from .overview import views as overview_views
from .writing import views as writing_views

__all__ = ["init_app"]

SECONDS_BETWEEN_TIDYING = 3_600
ROOMS = (sign_in_views, overview_views, writing_views, elsewhere)


def init_app(app: Flask) -> None:
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    commands.init_app(app)
    add_chore(app, "desk sessions", SECONDS_BETWEEN_TIDYING, tidy_sessions)


def tidy_sessions() -> str:
    with storage.writing() as session:  # By its room, as a room of ours is called writing too.
        over = forget_old_sessions(session)
    return f"{over} forgotten" if over else ""
