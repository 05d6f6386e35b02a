"""What becomes of a new comment: an ordered list of small phases, each answering a status and its reasons.

The first phase that answers decides; when none does, the comment is shown. A phase runs in the transaction that stores the
comment, so what it counts there is true for all processes. It may also refuse, by raising `Refused` with a sentence for the
writer, who then finds the form again with all that was typed.
"""

from flask import Flask, current_app
from sqlalchemy.orm import Session

from ..models import APPROVED
from .phases import (
    catch_blocked,
    catch_robots,
    hold_for_moderator,
    hold_hasty,
    hold_likely_spam,
    hold_many_links,
    recognise_repetition,
    refuse_imitation,
    refuse_in_closed_thread,
    refuse_too_many,
    trust_writer,
)
from .submission import AlreadyPosted, Phase, Refused, Submission, Verdict

__all__ = ["AlreadyPosted", "Phase", "Refused", "Submission", "Verdict", "judge", "phases_of"]

PHASES: tuple[Phase, ...] = (
    refuse_in_closed_thread,
    recognise_repetition,
    refuse_imitation,
    refuse_too_many,
    catch_robots,
    catch_blocked,
    hold_hasty,
    trust_writer,
    hold_many_links,
    hold_likely_spam,
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
