"""What a form of the list asks for: which comments, each with the state in which it was shown, and what is to be done."""

from dataclasses import dataclass

from flask import request

from .deciding import DECISIONS
from .filters import read_id
from .finding import PAGE_LENGTH


@dataclass(frozen=True)
class Wanted:
    """`act` is one of `DECISIONS`, or nothing; `shown` has the states of the comments that were chosen."""

    act: str
    shown: dict[int, str]


def read_wanted() -> Wanted:
    """Return what was asked for: by the button of one comment, or by one of those for all that are ticked."""
    shown = read_shown(request.form.get("shown", ""))
    act, _, one = request.form.get("one", "").partition(" ")
    ticked = [one] if one else request.form.getlist("id")
    chosen = {id for id in map(read_id, ticked[:PAGE_LENGTH]) if id}
    if request.form.get("all") and not one:
        chosen = set(shown)
    act = act or request.form.get("decision", "")
    return Wanted(act if act in DECISIONS else "", {id: shown[id] for id in chosen if id in shown})


def read_shown(told: str) -> dict[int, str]:
    """Return the states of the comments that a page showed; it tells them as `12:STATE 13:STATE`."""
    pairs = (part.partition(":") for part in told.split()[:PAGE_LENGTH])
    return {id: state for id, state in ((read_id(number), state) for number, _, state in pairs) if id}
