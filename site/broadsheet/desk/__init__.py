"""The desk, `/desk/`: where those who run the site moderate, write, and see how it is read."""

from flask import Flask

from ..chores import add_chore
from ..comments.moderation.reserved import reserve_names
from ..comments.witnesses import add_witness
from . import comments, elsewhere
from .accounts import account_views, commands, factor_views, passkey_views, people_views, sign_in_views
from .accounts.sessions import tidy_sessions
from .accounts.users import list_full_names
from .articles import views as articles_views
from .comments.deciding import noted
from .gate import keep_private
from .journal import views as journal_views
from .overview import views as overview_views
from .privacy import ledger_views, reader_views

__all__ = ["init_app"]

ROOMS = (
    sign_in_views,
    overview_views,
    comments,
    articles_views,
    ledger_views,
    journal_views,
    people_views,
    account_views,
    elsewhere,
)
MORE_OF_THEM = (factor_views, passkey_views, reader_views)  # Addresses of these rooms in files of their own.

SECONDS_BETWEEN_TIDYING = 3_600


def init_app(app: Flask) -> None:
    app.after_request(keep_private)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    reserve_names(app, list_full_names)
    add_witness(app, noted)
    add_chore(app, "forget sessions", SECONDS_BETWEEN_TIDYING, tidy_sessions)
    commands.init_app(app)
