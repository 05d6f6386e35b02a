"""The e-mail address that a reader's browser has shown to be theirs, by following a link in a mail to it."""

from flask import Flask, Response, current_app, request
from itsdangerous import BadData

from ..delivery.cookies import drop_cookie, read_cookie, set_cookie
from ..signing import timed_signer

COOKIE = "broadsheet_reader"
SECONDS = 180 * 24 * 3600


def remember_reader(response: Response, app: Flask, email: str) -> None:
    """Let this browser keep that the address is its reader's."""
    set_cookie(response, COOKIE, timed_signer(app, COOKIE).dumps(email), SECONDS)


def forget_reader(response: Response) -> None:
    drop_cookie(response, COOKIE)


def read_verified_email() -> str:
    """Return the address that this browser has verified, or nothing."""
    try:
        return str(timed_signer(current_app, COOKIE).loads(read_cookie(COOKIE) or "", max_age=SECONDS))
    except BadData:
        return ""


def is_verified(email: str) -> bool:
    return bool(email) and email == read_verified_email()


def read_token(purpose: str, days: int) -> list[str] | None:
    """Return what the token of a mailed link says, sent in the address or by a form; None if it is not ours or too old."""
    token = request.form.get("token") or request.args.get("token", "")
    try:
        found = timed_signer(current_app, purpose).loads(token, max_age=days * 24 * 3600)
    except BadData:
        return None
    return [str(part) for part in found]
