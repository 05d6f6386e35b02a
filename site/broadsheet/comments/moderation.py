"""What becomes of a new comment: an ordered list of small phases, each answering a status and its reasons.

The first phase that answers decides; when none does, the comment is shown. A phase runs in the transaction that stores the
comment, so what it counts there is true for all processes. It may also refuse, by raising `Refused` with a sentence for the
writer, who then finds the form again with all that was typed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..delivery.limits import count_visit
from ..settings import settings_of
from ..storage import lock_for_writing
from .models import APPROVED, DELETED, HELD, SPAM, Comment, Thread

SAME_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Submission:
    """A comment on its way in.

    `visitor` names who sent it for a day (`delivery.visitors`), `seconds` is how long ago the form was opened, `opened` when
    the page that the thread stands on was published; each is None where it is not known.
    """

    thread: str
    parent_id: int | None
    name: str
    email: str
    website: str
    text: str
    honeypot: str = ""
    address: str = ""
    title: str = ""
    opened: datetime | None = None
    visitor: str | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Verdict:
    status: str
    reasons: list[str]


class Refused(Exception):
    """A comment is not taken; the message says why and what to do."""


class AlreadyPosted(Exception):
    """The same comment was posted before, as `id`: a form sent twice."""

    def __init__(self, id: int) -> None:
        super().__init__(f"posted as {id}")
        self.id = id


Phase = Callable[[Session, Submission], Verdict | None]


def is_closed(session: Session, key: str, published: datetime | None) -> bool:
    """Whether a thread takes no more comments: a moderator closed it, or its page is too old."""
    days = settings_of(current_app).comments_close_days
    if days and published and datetime.now(UTC) > published + timedelta(days=days):
        return True
    return bool(session.scalars(select(Thread.closed).where(Thread.key == key)).one_or_none())


def refuse_in_closed_thread(session: Session, submission: Submission) -> Verdict | None:
    if is_closed(session, submission.thread, submission.opened):
        raise Refused(
            "This thread is closed and takes no more comments. Keep a copy of your text if you need it."
        )
    return None


def recognise_repetition(session: Session, submission: Submission) -> Verdict | None:
    """A form sent twice, by a double click or by going back, is one comment."""
    query = select(Comment.id).where(
        Comment.visitor == submission.visitor,
        Comment.written > datetime.now(UTC) - SAME_WITHIN,
        Comment.thread == submission.thread,
        Comment.parent_id.is_not_distinct_from(submission.parent_id),
        Comment.name == submission.name,
        Comment.email == submission.email,
        Comment.website == submission.website,
        Comment.text == submission.text,
        Comment.status != DELETED,
    )
    if submission.visitor:
        lock_for_writing(session, f"comments by {submission.visitor}")
        found = session.scalars(query.limit(1)).one_or_none()
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
    return Verdict(SPAM, ["The hidden field was filled in."]) if submission.honeypot else None


def hold_hasty(_session: Session, submission: Submission) -> Verdict | None:
    least = settings_of(current_app).comments_form_seconds
    if submission.seconds is not None and submission.seconds < least:
        return Verdict(HELD, [f"It was sent within {least} seconds of the form being opened."])
    return None


def hold_for_moderator(_session: Session, _submission: Submission) -> Verdict | None:
    if settings_of(current_app).comments_moderation == "hold":
        return Verdict(HELD, ["Every comment waits for a moderator."])
    return None


PHASES: tuple[Phase, ...] = (
    refuse_in_closed_thread,
    recognise_repetition,
    refuse_too_many,
    catch_robots,
    hold_hasty,
    hold_for_moderator,
)


def phases_of(app: Flask) -> list[Phase]:
    """Return the app's phases in their order; put one of your own into the list where it belongs."""
    found: list[Phase] = app.extensions.setdefault("broadsheet.comments.phases", list(PHASES))
    return found


def judge(session: Session, submission: Submission) -> Verdict:
    """Return the verdict of the first phase that has one; raise `Refused`, `AlreadyPosted` or `TooOften`."""
    for phase in phases_of(current_app):
        verdict = phase(session, submission)
        if verdict:
            return verdict
    return Verdict(APPROVED, [])
