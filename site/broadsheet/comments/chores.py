"""What the thread does now and then: tell what is new, and keep nothing longer than needed."""

from datetime import UTC, datetime

from flask import Flask, current_app

from ..chores import add_chore
from ..mail.outbox import offers_mail
from ..settings import settings_of
from ..storage import reading, writing
from .deciding import lock_thread
from .models import APPROVED, HELD, Comment
from .moderators.telling import tell_moderators
from .news import list_news, list_threads_with_news
from .retention import forget_old_visitors, prune_comments
from .watching.telling import list_watches, tell_watchers
from .watching.watches import forget_unconfirmed

SECONDS_BETWEEN_TELLING = 60  # So that a lively minute in a thread is one mail.
SECONDS_BETWEEN_PRUNING = 3_600
WATCHES_AT_ONCE, NEWS_AT_ONCE = 100, 100
MOST_WAITING = 1_000


def init_app(app: Flask) -> None:
    if offers_mail(app):
        add_chore(app, "tell of comments", SECONDS_BETWEEN_TELLING, tell_news)
    add_chore(app, "prune comments", SECONDS_BETWEEN_PRUNING, prune)


def tell_news() -> str:
    """Put mails about what is new into the outbox, few in each transaction, so that nobody who posts has to wait."""
    # Links are made as in a request to the public address.
    with current_app.test_request_context(base_url=settings_of(current_app).address):
        told = _tell_moderators()
        for thread in list_threads_with_news(reading()):
            while (mails := _announce(thread)) is not None:
                told += mails
    return f"{told} mails" if told else ""


def _tell_moderators() -> int:
    """Tell in one mail for each of them of all that waits."""
    waits = Comment.status == HELD
    with writing() as session:
        for thread in list_threads_with_news(session, waits):
            lock_thread(session, thread)
        found = list_news(session, MOST_WAITING, waits)
        for news, _ in found:
            session.delete(news)
        return tell_moderators(session, [comment for _, comment in found])


def _announce(thread: str) -> int | None:
    """Tell the next of those who watch a thread what is new in it, and note how far that went; None if nothing is."""
    with writing() as session:
        lock_thread(session, thread)
        found = list_news(session, NEWS_AT_ONCE, Comment.thread == thread, Comment.status != HELD)
        if not found:
            return None
        new = [(news, comment) for news, comment in found if is_to_be_announced(comment)]
        for news, comment in found:
            if not is_to_be_announced(comment):
                session.delete(news)
        after = new[0][0].told_until if new else 0
        same = [(news, comment) for news, comment in new if news.told_until == after]
        watches = list_watches(session, thread, after, WATCHES_AT_ONCE) if same else []
        for news, comment in same:
            if len(watches) < WATCHES_AT_ONCE:
                comment.announced = True
                session.delete(news)
            else:
                news.told_until = watches[-1].id
        return tell_watchers(session, watches, [comment for _, comment in same])


def is_to_be_announced(comment: Comment) -> bool:
    return comment.status == APPROVED and not comment.announced


def prune() -> str:
    erased = 0
    while more := _prune_some():
        erased += more
    while _forget_some_visitors():
        pass
    with writing() as session:
        forget_unconfirmed(session, datetime.now(UTC))
    return f"{erased} erased" if erased else ""


def _forget_some_visitors() -> int:
    with writing() as session:
        return forget_old_visitors(session, datetime.now(UTC))


def _prune_some() -> int:
    with writing() as session:
        return prune_comments(session)
