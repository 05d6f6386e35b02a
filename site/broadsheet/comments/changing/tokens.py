"""The right of a writer's browser to change a comment: a token for each comment and act, in a cookie set by posting.

A token names the comment as it was, so it is worth nothing any more once the comment has changed.
"""

import hashlib
from datetime import datetime

from flask import Flask, Response, current_app
from itsdangerous import BadData

from ...delivery.cookies import drop_cookie, read_cookie, set_cookie
from ...settings import settings_of
from ...signing import timed_signer
from ..models import LARGEST_ID

EDIT, DELETE = "comments.edit", "comments.delete"
ACTS = (EDIT, DELETE)
COOKIE = "broadsheet_changes"
MOST_KEPT = 8  # More comments would not fit a cookie.


def name_version(text: str, edited: datetime | None = None) -> str:
    """Return a name for what a comment says now, of 22 hex digits; it gives nothing of it away."""
    return hashlib.sha256(f"{edited and edited.timestamp()}\n{text}".encode()).hexdigest()[:22]


def allow_changes(response: Response, app: Flask, id: int, version: str) -> None:
    """Let this browser edit and delete a comment, as it is, for as long as the setting says."""
    seconds = settings_of(app).comments_edit_minutes * 60
    if seconds:
        tokens = {**_read_tokens(), id: [timed_signer(app, act).dumps([id, version]) for act in ACTS]}
        _write_tokens(response, tokens, seconds)


def forbid_changes(response: Response, id: int) -> None:
    """Forget the tokens of a comment; those of others stay."""
    tokens = _read_tokens()
    if tokens.pop(id, None):
        _write_tokens(response, tokens, settings_of(current_app).comments_edit_minutes * 60)


def forget_all_changes(response: Response) -> None:
    drop_cookie(response, COOKIE)


def read_changeable() -> frozenset[int]:
    """Return the ids of the comments for which this browser holds tokens, whatever those are worth."""
    return frozenset(_read_tokens())


def read_version(act: str, id: int) -> str | None:
    """Return the version of a comment that this browser may edit or delete, or None if it holds no valid token for it."""
    token = dict(zip(ACTS, _read_tokens().get(id, []), strict=False)).get(act, "")
    seconds = settings_of(current_app).comments_edit_minutes * 60
    try:
        named, version = timed_signer(current_app, act).loads(token, max_age=seconds)
    except (BadData, ValueError):
        return None
    return str(version) if named == id else None


def _read_tokens() -> dict[int, list[str]]:
    """Return the tokens by comment; nothing that the cookie says is vouched for, so no more is believed than we wrote."""
    tokens = {}
    for part in (read_cookie(COOKIE) or "").split("~")[-MOST_KEPT:]:
        id, *found = part.split(":")
        if (
            id.isascii()
            and id.isdigit()
            and len(id) <= 10
            and int(id) <= LARGEST_ID
            and len(found) == len(ACTS)
        ):
            tokens[int(id)] = found
    return tokens


def _write_tokens(response: Response, tokens: dict[int, list[str]], seconds: int) -> None:
    kept = list(tokens.items())[-MOST_KEPT:]
    if kept:
        set_cookie(response, COOKIE, "~".join(":".join([str(id), *found]) for id, found in kept), seconds)
    else:
        drop_cookie(response, COOKIE)
