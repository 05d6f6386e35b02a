"""What of a reader's choice pages depend on, so that they can be kept for all who chose the same."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from ..delivery.cookies import read_cookie
from ..delivery.page_cache import Trait, tell_apart
from ..storage import CHOICES
from .choice import ONCE_COOKIE, read_choice
from .gate import find_unwanted_cookies
from .signals import SIGNAL
from .standing import current_asked, current_standing, is_certain, policy_in_force


def init_app(app: Flask) -> None:
    policy = app.extensions["broadsheet.consent"]
    tell_apart(app, tell_choice, ("Accept-Language", SIGNAL, *policy.region_headers))


def tell_choice() -> Trait | None:
    """Return what was chosen, how it was asked, and in which language; None where the answer clears a cookie.

    What a cookie grants holds until the ledger has a newer record (rule 25), and until it is too old.
    """
    if read_cookie(ONCE_COOKIE) is not None or any(find_unwanted_cookies()):
        return None
    asked, standing, policy = current_asked(), current_standing(), policy_in_force()
    shown, choice = read_choice(policy), standing.choice
    value = (
        (policy.version, asked.language, asked.mode, asked.signal),
        (choice is not None, bool(choice and choice.granted), standing.granted),
    )
    until = shown.made + timedelta(days=policy.days) if shown else None
    if not is_certain():
        until = datetime.now(UTC)  # Whoever asks next is looked at anew.
    return Trait(value, until, (CHOICES,) if shown and shown.granted else ())
