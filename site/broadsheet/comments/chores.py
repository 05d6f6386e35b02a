"""What the thread does now and then: tell what is new, and keep nothing longer than needed."""

from datetime import UTC, datetime

from flask import Flask, current_app

from ..chores import add_chore
from ..mail.outbox import offers_mail
from ..settings import settings_of
from ..storage import writing
from .models import APPROVED, HELD
from .moderators.telling import tell_moderators
from .news import take_news
from .retention import prune_comments
from .watching.telling import tell_watchers
from .watching.watches import forget_unconfirmed

SECONDS_BETWEEN_TELLING = 60  # So that a lively minute in a thread is one mail.
SECONDS_BETWEEN_PRUNING = 3_600


def init_app(app: Flask) -> None:
    if offers_mail(app):
        add_chore(app, "tell of comments", SECONDS_BETWEEN_TELLING, tell_news)
    add_chore(app, "prune comments", SECONDS_BETWEEN_PRUNING, prune)


def tell_news() -> str:
    """Put mails about what is new into the outbox; the news are gone when the mails are there, and not before."""
    # Links are made as in a request to the public address.
    with current_app.test_request_context(base_url=settings_of(current_app).address), writing() as session:
        comments = take_news(session)
        told = tell_watchers(session, [comment for comment in comments if comment.status == APPROVED])
        told += tell_moderators(session, [comment for comment in comments if comment.status == HELD])
    return f"{told} mails about {len(comments)} comments" if told else ""


def prune() -> str:
    with writing() as session:
        erased = prune_comments(session)
        forget_unconfirmed(session, datetime.now(UTC))
    return f"{erased} erased" if erased else ""
