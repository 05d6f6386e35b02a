"""What becomes of a new comment: an ordered list of small phases, each answering a status and its reasons.

The first phase that answers decides; when none does, the comment is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from ..settings import settings_of
from .models import APPROVED, HELD, SPAM


@dataclass(frozen=True)
class Submission:
    """A comment on its way in."""

    thread: str
    parent_id: int | None
    name: str
    email: str
    website: str
    text: str
    honeypot: str


@dataclass(frozen=True)
class Verdict:
    status: str
    reasons: list[str]


Phase = Callable[[Submission], Verdict | None]


def catch_robots(submission: Submission) -> Verdict | None:
    """People do not see the field, so whoever fills it is not one."""
    return Verdict(SPAM, ["The hidden field was filled in."]) if submission.honeypot else None


def hold_for_moderator(_submission: Submission) -> Verdict | None:
    if settings_of(current_app).comments_moderation == "hold":
        return Verdict(HELD, ["Every comment waits for a moderator."])
    return None


PHASES: list[Phase] = [catch_robots, hold_for_moderator]


def judge(submission: Submission) -> Verdict:
    """Return the verdict of the first phase that has one."""
    for phase in PHASES:
        verdict = phase(submission)
        if verdict:
            return verdict
    return Verdict(APPROVED, [])
