"""What each button decides: the services that it grants, and what that is called in the ledger."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.orm import Session

from ..languages import N_
from ..storage import lock_for_writing
from .choice import ONCE_SECONDS, Choice
from .embeds import find_frame
from .ledger.records import (
    GRANT,
    LOCK,
    ONCE_SURFACE,
    SIGNAL,
    Decision,
    append_record,
    find_line,
    find_newest,
    find_record,
    name_action,
)  # fmt: skip
from .models import Record
from .policy import OPT_IN, Policy
from .policy.wording import Wording, find_wording
from .standing import Asked, Standing, limit_by_signal

ACCEPT, REFUSE, WITHDRAW, SAVE = "accept", "refuse", "withdraw", "save"
ALLOW, OPT_OUT, ONCE = "allow", "opt-out", "once"
SURFACES = ("notice", "choices", "tab", "embed", "gpc")


class CannotDecide(Exception):
    """The form does not say what to do, or asks for what cannot be; the message says why, in English, for translation."""


class NoticeChanged(Exception):
    """What was shown is not what is in force any more, so an answer to it is no answer."""


@dataclass(frozen=True)
class Answer:
    """What a form said: the button, the services named with it, where it stood, and the hash of the words it showed."""

    decision: str
    services: frozenset[str]
    surface: str
    notice: str = ""
    url: str = ""


UNCLEAR = N_("Nothing was changed: use one of the buttons below.")
NOT_OFFERED = N_("Nothing was changed: this service is not offered here.")
SIGNAL_FORBIDS = N_(
    "Nothing was changed: your browser asks not to sell or share your data, so this service stays off. "
    "To load it, switch the signal off in your browser first."
)


def record_decision(session: Session, asked: Asked, standing: Standing, answer: Answer) -> Record:
    """Put an answer into the ledger, in the caller's transaction.

    Raises `CannotDecide` and `NoticeChanged`; then nothing was recorded.
    """
    wording = find_shown(asked, answer)
    granted = limit_by_signal(asked, decide(asked.policy, standing, answer))
    if answer.decision in {ALLOW, ONCE} and not answer.services <= granted:
        raise CannotDecide(SIGNAL_FORBIDS)
    lock_for_writing(session, LOCK)  # So that of two answers to one choice, the second follows the first.
    known = find_record(session, standing.follows) if standing.follows else None
    before = find_newest(session, known) if known else None
    decision = Decision(
        action=_name_decision(asked, standing, answer, granted),
        surface=_name_surface(asked, answer),
        granted=granted,
        line=find_line(known) if known else None,
        before=before.receipt if before else None,
        region=asked.region,
        gpc=asked.signal,
    )
    if answer.decision == ONCE:  # It replaces no choice, and ends with the page.
        decision = replace(decision, surface=ONCE_SURFACE, before=None, lasts=timedelta(seconds=ONCE_SECONDS))
    return append_record(session, asked.policy, wording, decision)


def find_shown(asked: Asked, answer: Answer) -> Wording:
    """Return the words that the answer is to: those that the form names by their hash, else those of this request."""
    if not answer.notice:
        return asked.wording
    wording = find_wording(asked.policy, answer.notice)
    if wording is None:
        raise NoticeChanged
    return wording


def decide(policy: Policy, standing: Standing, answer: Answer) -> frozenset[str]:
    """Return the optional services that an answer grants; what is not offered cannot be granted."""
    named = answer.services & policy.optional_services
    if answer.decision in {ALLOW, ONCE} and len(named) != 1:
        raise CannotDecide(NOT_OFFERED)
    if answer.decision == ONCE and not any(find_frame(policy.services[id], answer.url) for id in named):
        raise CannotDecide(NOT_OFFERED)
    outcomes = {
        ACCEPT: policy.optional_services,
        REFUSE: frozenset[str](),
        WITHDRAW: frozenset[str](),
        SAVE: named,
        ALLOW: standing.granted | named,
        ONCE: named,
        OPT_OUT: standing.granted - policy.sale_services,
    }
    if answer.decision not in outcomes:
        raise CannotDecide(UNCLEAR)
    return outcomes[answer.decision]


def stand_on(asked: Asked, record: Record) -> Standing:
    """Return what stands once a record is made."""
    granted = frozenset(record.granted)
    return Standing(Choice(record.receipt, record.policy_version, granted, record.time), granted)


def _name_surface(asked: Asked, answer: Answer) -> str:
    """Return where an answer was given; what the form says of the browser's signal counts only beside the signal."""
    known = answer.surface in SURFACES and (answer.surface != "gpc" or asked.signal)
    return answer.surface if known else "choices"


def _name_decision(asked: Asked, standing: Standing, answer: Answer, granted: frozenset[str]) -> str:
    if answer.decision == ONCE:
        return GRANT
    if answer.decision == OPT_OUT and asked.signal:
        return SIGNAL
    if standing.choice:
        return name_action(granted, standing.choice.granted)
    # Where everything loads until somebody objects, an answer that leaves something on and something off is a change.
    partly = (
        asked.mode != OPT_IN and granted and granted != limit_by_signal(asked, asked.policy.optional_services)
    )
    return name_action(granted, asked.policy.optional_services if partly else None)
