"""Sign in by a name, a password, and a code where the account asks for one; whatever is wrong has one answer."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData
from sqlalchemy.orm import Session

from ...delivery.cookies import read_cookie, set_cookie
from ...delivery.limits import count_act, count_visit
from ...signing import timed_signer
from ...storage import reading, writing
from .codes import use_code
from .models import User
from .passwords import hash_password, holds, needs_new_hash
from .sessions import begin_session, cookie_path
from .users import find_user

PURPOSE = "desk.sign-in"
TRIES, PERIOD = 10, timedelta(minutes=10)
TRIES_FOR_NAME, PERIOD_FOR_NAME = 50, timedelta(hours=1)
KNOWN, KNOWN_SECONDS = "broadsheet_desk_known", 180 * 24 * 3600


@dataclass(frozen=True)
class SignedInAs:
    """Who signed in, and what the browser's cookie is to hold from now on."""

    user: User
    word: str


def sign_in(name: str, password: str, code: str) -> SignedInAs | None:
    """Sign somebody in, or answer None for whatever is wrong; raise `TooOften` when there were too many tries.

    A try is counted before it is looked at. One account is tried a few times an hour from wherever; but who guesses at it
    cannot lock its owner out, whose browser has signed in before and is counted by itself.
    """
    with writing() as session:
        count_tries(session, name)
    known = find_user(reading(), name)
    if not holds(known.password if known else None, password) or known is None:
        return None
    hashed = hash_password(password) if needs_new_hash(known.password) else known.password
    with writing() as session:
        user = find_user(session, name)
        # While the password was looked at, it may have been changed, which is to end what it had begun.
        if user is None or user.password != known.password or not use_code(session, user, code):
            return None
        user.password = hashed
        return SignedInAs(user, begin_session(session, user))


def count_tries(session: Session, name: str) -> None:
    """Count a try to sign in, by whom and at whose account; raise `TooOften`.

    A browser that is known to the account is not counted by its address, which a whole house may share with one who guesses.
    """
    account = f"name {name.strip().lower()}"
    if is_known_to(name):
        account = f"known {account}"
    else:
        count_visit(session, PURPOSE, TRIES, PERIOD)
    count_act(session, PURPOSE, account, TRIES_FOR_NAME, PERIOD_FOR_NAME)


def is_known_to(name: str) -> bool:
    """Whether somebody signed in by this name with this browser before."""
    try:
        found = timed_signer(current_app, KNOWN).loads(
            read_cookie(KNOWN, cookie_path()) or "", max_age=KNOWN_SECONDS
        )
    except BadData:
        return False
    return bool(found == name.strip().lower())


def remember_browser(response: Response, user: User) -> None:
    token = timed_signer(current_app, KNOWN).dumps(user.name)
    set_cookie(response, KNOWN, str(token), KNOWN_SECONDS, cookie_path())


def read_form() -> tuple[str, str, str]:
    """Return the name, the password and the code that were sent."""
    form = request.form
    return form.get("name", ""), form.get("password", ""), form.get("code", "")
