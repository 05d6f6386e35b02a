"""What is tidied up behind those who were signed in."""

from flask import Flask

from ...chores import add_chore
from ...storage import writing
from .sessions import forget_old_sessions

SECONDS_BETWEEN = 3_600


def init_app(app: Flask) -> None:
    add_chore(app, "forget sessions", SECONDS_BETWEEN, forget_sessions)


def forget_sessions() -> str:
    """Remove the sessions that are over."""
    with writing() as session:
        over = forget_old_sessions(session)
    return f"{over} forgotten" if over else ""
