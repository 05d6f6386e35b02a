"""What `broadsheet doctor` asks of the thread: do its counts hold, and is it set up as it seems to be?"""

from collections import Counter
from collections.abc import Iterator

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..mail.outbox import offers_mail
from ..settings import SettingsError, settings_of
from .deciding import read_path
from .models import APPROVED, Comment, Thread
from .moderation.blocklist import load_blocklist
from .moderators.telling import list_moderators

AT_ONCE = 10_000
ENOUGH = 20  # So many comments that they hardly come from one household.


def find_problems(session: Session) -> Iterator[str]:
    """Yield what is wrong with the threads, each as a sentence that says what to do."""
    wrong = count_wrong(session)
    if wrong:
        yield f"{wrong} counts of comments are wrong, which must not be; please report it. The pages are right but for them."
    try:
        load_blocklist(settings_of(current_app))
    except SettingsError as error:
        yield f"{error} Until then every comment is held."
    if list_moderators() and not offers_mail(current_app):
        yield "`moderators` are named, but no mail is sent to them. Set `mail_server`."
    if settings_of(current_app).comments_moderation == "first" and not offers_mail(current_app):
        yield 'With `comments_moderation = "first"` a writer is trusted by a verified address, which needs `mail_server`.'
    yield from find_one_visitor(session)


def find_one_visitor(session: Session) -> Iterator[str]:
    """Yield a problem where everybody seems to be one visitor, as it is behind a proxy that nobody has named."""
    query = select(func.count(Comment.visitor), func.count(Comment.visitor.distinct()))
    comments, visitors = session.execute(query).one()
    if comments >= ENOUGH and visitors == 1:
        yield (
            "All comments of the last days seem to come from one address, so that one reader's limit is everyone's. "
            "If a proxy stands in front, set `trusted_proxies`."
        )


def count_wrong(session: Session) -> int:
    """Return how many threads and comments count something else than there is."""
    shown, answers = count_anew(session)
    threads = session.execute(select(Thread.key, Thread.shown))
    comments = session.execute(select(Comment.id, Comment.answers)).yield_per(AT_ONCE)
    wrong = sum(counted != shown[key] for key, counted in threads)
    return wrong + sum(counted != answers[id] for id, counted in comments)


def count_anew(session: Session) -> tuple[Counter[str], Counter[int]]:
    """Return how many comments each thread shows, and how many answers stand below each comment."""
    shown, answers = Counter[str](), Counter[int]()
    query = select(Comment.thread, Comment.path).where(Comment.status == APPROVED)
    for thread, path in session.execute(query).yield_per(AT_ONCE):
        shown[thread] += 1
        answers.update(read_path(path))
    return shown, answers
