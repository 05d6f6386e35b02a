"""What a reader's own browser keeps for the thread: which comments are theirs, and their details if they asked for it."""

from dataclasses import asdict, dataclass
from typing import Any

from flask import Flask, Response, current_app
from itsdangerous import BadData

from ..delivery.cookies import drop_cookie, read_cookie, set_cookie
from ..delivery.page_cache import Trait
from ..signing import timed_signer
from .changing.tokens import COOKIE as CHANGES
from .identity import COOKIE, read_verified_email

WRITTEN, REMEMBERED = "broadsheet_written", "broadsheet_details"
WRITTEN_SECONDS = 7 * 24 * 3600
REMEMBERED_SECONDS = 180 * 24 * 3600
MOST_WRITTEN = 40  # The newest ones; more would not fit a cookie.


@dataclass(frozen=True)
class Details:
    """What the form is filled with."""

    name: str = ""
    email: str = ""
    website: str = ""


def tell_writer() -> Trait | None:
    """Say that all who wrote nothing, and asked for nothing to be remembered, are given the same pages; others their own.

    A cookie that a thread reads and that is not named here would put what one reader is shown on the pages of all.
    """
    return None if any(read_cookie(name) for name in (WRITTEN, REMEMBERED, CHANGES, COOKIE)) else Trait(None)


def read_written() -> frozenset[int]:
    """Return the ids of the comments that this browser wrote lately."""
    return frozenset(_read(WRITTEN, WRITTEN_SECONDS) or [])


def add_written(response: Response, app: Flask, id: int) -> None:
    ids = [*sorted(read_written()), id][-MOST_WRITTEN:]
    set_cookie(response, WRITTEN, timed_signer(app, WRITTEN).dumps(ids), WRITTEN_SECONDS)


def read_details() -> Details | None:
    """Return what the reader asked to be remembered, or None."""
    found = _read(REMEMBERED, REMEMBERED_SECONDS)
    return Details(**found) if found else None


def find_own_email() -> str:
    """Return the address to fill a form with: the verified one, or what the reader asked to be remembered."""
    details = read_details()
    return read_verified_email() or (details.email if details else "")


def remember_details(response: Response, app: Flask, details: Details) -> None:
    set_cookie(response, REMEMBERED, timed_signer(app, REMEMBERED).dumps(asdict(details)), REMEMBERED_SECONDS)


def forget_details(response: Response) -> None:
    if read_cookie(REMEMBERED) is not None:
        drop_cookie(response, REMEMBERED)


def forget_written(response: Response) -> None:
    drop_cookie(response, WRITTEN)


def _read(name: str, seconds: int) -> Any:
    value = read_cookie(name)
    if not value:
        return None
    try:
        return timed_signer(current_app, name).loads(value, max_age=seconds)
    except BadData:
        return None
