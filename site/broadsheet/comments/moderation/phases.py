"""What is looked at before anyone sees a comment; the order stands in `moderation`."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from ...delivery.limits import count_visit
from ...languages import N_
from ...page_language import gettext, tell_newsroom
from ...settings import SettingsError, settings_of
from ...storage import lock_for_writing
from ..models import APPROVED, COMMENTS, DELETED, HELD, SPAM, THREADS, Comment
from ..spam.learning import read_counts
from ..spam.rules import find_broken
from ..spam.score import rate
from ..spam.words import find_words
from .blocklist import find_blocked, load_blocklist
from .imitation import imitates
from .links import count_links
from .reserved import list_reserved
from .submission import AlreadyPosted, Refused, Submission, Verdict

SAME_WITHIN = timedelta(days=1)
SAME_AMONG = 25  # of a visitor's newest comments: behind one address may be a whole town.

# Made once, as they run for every comment: to put a statement together takes longer than to run it.
CLOSED = select(THREADS.c.closed).where(THREADS.c.key == bindparam("key"))
NEWEST = (
    select(COMMENTS)
    .where(COMMENTS.c.visitor == bindparam("visitor"), COMMENTS.c.written > bindparam("since"))
    .order_by(COMMENTS.c.written.desc())
    .limit(SAME_AMONG)
    .subquery()
)
TYPED = ("thread", "name", "email", "website", "text")
SAME = (
    select(NEWEST.c.id)
    .where(
        *(NEWEST.c[name] == bindparam(name) for name in TYPED),
        NEWEST.c.parent_id.is_not_distinct_from(bindparam("parent_id", type_=Integer)),
        NEWEST.c.status != DELETED,
    )
    .limit(1)
)


def find_closing(published: datetime | None) -> datetime | None:
    """Return when the thread of a page that was published then takes no more comments, if that is ever."""
    days = settings_of(current_app).comments_close_days
    return published + timedelta(days=days) if days and published else None


def is_closed(session: Session, key: str, published: datetime | None) -> bool:
    """Whether a thread takes no more comments: a moderator closed it, or its page is too old."""
    return is_too_old(published) or bool(session.connection().scalar(CLOSED, {"key": key}))


def is_too_old(published: datetime | None) -> bool:
    """Whether the page of a thread is too old for comments."""
    closing = find_closing(published)
    return closing is not None and datetime.now(UTC) > closing


def refuse_in_closed_thread(session: Session, submission: Submission) -> Verdict | None:
    if is_closed(session, submission.thread, submission.opened):
        raise Refused(
            gettext(
                "This thread is closed and takes no more comments. Keep a copy of your text if you need it."
            )
        )
    return None


def recognise_repetition(session: Session, submission: Submission) -> Verdict | None:
    """A form sent twice, by a double click or by going back, is one comment; looked for among the visitor's newest ones."""
    if submission.visitor:
        lock_for_writing(session, f"comments by {submission.visitor}")
        sought = {name: getattr(submission, name) for name in ("visitor", "parent_id", *TYPED)}
        found = session.connection().scalar(SAME, sought | {"since": datetime.now(UTC) - SAME_WITHIN})
        if found is not None:
            raise AlreadyPosted(found)
    return None


def refuse_too_many(session: Session, _submission: Submission) -> Verdict | None:
    """Raise `delivery.limits.TooOften` for a visitor who has posted too much of late."""
    settings = settings_of(current_app)
    count_visit(
        session, "comments", settings.comments_rate, timedelta(minutes=settings.comments_rate_minutes)
    )
    return None


def catch_robots(_session: Session, submission: Submission) -> Verdict | None:
    """People do not see the field, so whoever fills it is not one."""
    return (
        Verdict(SPAM, [tell_newsroom(N_("The hidden field was filled in."))]) if submission.honeypot else None
    )


def hold_hasty(_session: Session, submission: Submission) -> Verdict | None:
    least = settings_of(current_app).comments_form_seconds
    if submission.seconds is not None and submission.seconds < least:
        reason = N_("It was sent within %(number)s seconds of the form being opened.")
        return Verdict(HELD, [tell_newsroom(reason, number=least)])
    return None


def refuse_imitation(session: Session, submission: Submission) -> Verdict | None:
    """Nobody but the newsroom writes under its names, or under one that looks like them."""
    if not submission.is_change and imitates(submission.name, list_reserved(session)):
        raise Refused(
            gettext("This name belongs to the newsroom, or looks as if it did. Please choose another name.")
        )
    return None


def catch_blocked(_session: Session, submission: Submission) -> Verdict | None:
    try:
        blocked = find_blocked(load_blocklist(settings_of(current_app)), submission)
    except SettingsError as error:
        current_app.logger.error("%s", error)
        return Verdict(HELD, [str(error)])
    reason = N_("It is on the block list: %(entry)s.")
    return Verdict(SPAM, [tell_newsroom(reason, entry=blocked)]) if blocked else None


def trust_writer(session: Session, submission: Submission) -> Verdict | None:
    """Whoever has shown that an address is theirs, and had comments approved under it, is let through."""
    if settings_of(current_app).comments_moderation == "hold" or find_doubt(session, submission):
        return None
    return Verdict(APPROVED, [tell_newsroom(N_("The writer is trusted."))])


def find_doubt(session: Session, submission: Submission) -> str:
    """Return why a writer is not trusted, or nothing."""
    least = settings_of(current_app).comments_trust_after
    if not least:
        return N_("No writer is trusted here.")
    if not submission.verified:
        return N_("The writer has not shown in this browser whose e-mail address it is.")
    if count_verified(session, submission.email, SPAM):
        return N_("A comment under this address was marked as spam.")
    if count_verified(session, submission.email, APPROVED) < least:
        return N_("Too few comments under this address were approved so far.")
    return ""


def count_verified(session: Session, email: str, status: str) -> int:
    """Return how many comments of a status stand under an address whose owner wrote them."""
    query = select(func.count()).where(Comment.email == email, Comment.verified, Comment.status == status)
    return session.scalars(query).one()


def hold_many_links(_session: Session, submission: Submission) -> Verdict | None:
    most = settings_of(current_app).comments_links
    links = count_links(submission.text, submission.html)
    reason = N_("It has %(links)s links; more than %(most)s are looked at.")
    return Verdict(HELD, [tell_newsroom(reason, links=links, most=most)]) if links > most else None


def hold_likely_spam(session: Session, submission: Submission) -> Verdict | None:
    """Hold what is likely spam, and say why; a score may err, so it never refuses and never removes."""
    least = settings_of(current_app).comments_spam_percent
    if not least:
        return None
    words = find_words(submission)
    score = rate(words, find_broken(submission, words), read_counts(session, words))
    percent = int(score.likelihood * 100)
    if percent < least:
        return None
    reason = N_("It looks like spam (%(likelihood)s): %(words)s.")
    told = tell_newsroom(reason, likelihood=f"{percent} %", words=", ".join(score.spoken))
    return Verdict(HELD, [told])


def hold_for_moderator(session: Session, submission: Submission) -> Verdict | None:
    moderation = settings_of(current_app).comments_moderation
    if moderation == "hold":
        return Verdict(HELD, [tell_newsroom(N_("Every comment waits for a moderator."))])
    doubt = find_doubt(session, submission) if moderation == "first" else ""
    return Verdict(HELD, [tell_newsroom(doubt)]) if doubt else None
