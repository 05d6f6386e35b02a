"""What the thread does now and then: tell what is new, and keep nothing longer than needed."""

from datetime import UTC, datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from ..chores import add_chore
from ..mail.outbox import offers_mail
from ..settings import settings_of
from ..storage import writing
from .models import APPROVED, HELD, Comment, News
from .moderators.telling import tell_moderators
from .news import take_news
from .retention import forget_old_visitors, prune_comments
from .watching.telling import list_watches, tell_watchers
from .watching.watches import forget_unconfirmed

SECONDS_BETWEEN_TELLING = 60  # So that a lively minute in a thread is one mail.
SECONDS_BETWEEN_PRUNING = 3_600
WATCHES_AT_ONCE = 100


def init_app(app: Flask) -> None:
    if offers_mail(app):
        add_chore(app, "tell of comments", SECONDS_BETWEEN_TELLING, tell_news)
    add_chore(app, "prune comments", SECONDS_BETWEEN_PRUNING, prune)


def tell_news() -> str:
    """Put mails about what is new into the outbox, few in each transaction, so that nobody who posts has to wait."""
    told, mails = 0, _tell_some()
    while mails is not None:
        told, mails = told + mails, _tell_some()
    return f"{told} mails" if told else ""


def _tell_some() -> int | None:
    """Tell some of what is news, and return how many mails that made; None if nothing is news."""
    # Links are made as in a request to the public address.
    with current_app.test_request_context(base_url=settings_of(current_app).address), writing() as session:
        found = take_news(session)
        if not found:
            return None
        waiting = [(news, comment) for news, comment in found if comment.status == HELD]
        shown = [(news, comment) for news, comment in found if is_to_be_announced(comment)]
        for news, comment in found:
            if not is_to_be_announced(comment):
                session.delete(news)
        mails = tell_moderators(session, [comment for _, comment in waiting])
        return mails + (_announce(session, shown) if shown else 0)


def is_to_be_announced(comment: Comment) -> bool:
    return comment.status == APPROVED and not comment.announced


def _announce(session: Session, shown: list[tuple[News, Comment]]) -> int:
    """Tell the next of those who watch the first of these threads, and note how far that went."""
    first, comment = shown[0]
    thread, after = comment.thread, first.told_until
    same = [(news, other) for news, other in shown if (other.thread, news.told_until) == (thread, after)]
    watches = list_watches(session, thread, after, WATCHES_AT_ONCE)
    mails = tell_watchers(session, watches, [other for _, other in same])
    for news, other in same:
        if len(watches) < WATCHES_AT_ONCE:
            other.announced = True
            session.delete(news)
        else:
            news.told_until = watches[-1].id
    return mails


def prune() -> str:
    erased = 0
    while more := _prune_some():
        erased += more
    with writing() as session:
        forget_old_visitors(session, datetime.now(UTC))
        forget_unconfirmed(session, datetime.now(UTC))
    return f"{erased} erased" if erased else ""


def _prune_some() -> int:
    with writing() as session:
        return prune_comments(session)
