"""Mail: it waits in the database and is sent in the background.

So a dead mail server loses nothing and slows nobody.
"""

from datetime import UTC, datetime

from flask import Flask

from .. import storage
from ..chores import add_chore
from ..settings import settings_of
from ..storage import writing
from . import commands
from .outbox import forget_given_up
from .sending import send_due
from .server import read_server

SECONDS_BETWEEN_SENDING = 5
SECONDS_BETWEEN_FORGETTING = 3_600


def init_app(app: Flask) -> None:
    """Wire the outbox and its sender, once for all of our extensions in an app.

    Raises `SettingsError` when mail is wanted and cannot be sent as it is set.
    """
    if "broadsheet.mail" in app.extensions:
        return
    server = read_server(settings_of(app))
    storage.init_app(app)
    app.extensions["broadsheet.mail"] = server
    commands.init_app(app)
    if server:
        add_chore(app, "mail", SECONDS_BETWEEN_SENDING, _send)
    add_chore(app, "forget mails", SECONDS_BETWEEN_FORGETTING, _forget)


def _send() -> str:
    return str(send_due())


def _forget() -> str:
    with writing() as session:
        forgotten = forget_given_up(session, datetime.now(UTC))
    return f"{forgotten} forgotten" if forgotten else ""
