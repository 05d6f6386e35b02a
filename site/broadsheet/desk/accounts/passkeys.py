"""Passkeys: which an account has, and signing in by one alone, without name, password and code."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import request
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from ...delivery.limits import count_visit
from ...storage import insert_for, reading, writing
from .models import Passkey, SignedIn, User
from .passkey_answers import NewKey, count_uses, read_shown
from .passkey_offers import MAKING, SIGNING_IN, make_handle, use_up
from .sessions import LARGEST_ID, begin_session, name_browser
from .signing_in import PERIOD, PURPOSE, TRIES, SignedInAs


class NotTaken(Exception):
    """What a device answered is no new key for this account."""


def list_passkeys(session: Session, user: User) -> Sequence[Passkey]:
    return session.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)).all()


def count_passkeys(session: Session, user: User) -> int:
    query = select(func.count()).select_from(Passkey).where(Passkey.user_id == user.id)
    return session.scalars(query).one()


def add_passkey(session: Session, user: User, signed_in: SignedIn, token: str, key: NewKey | None) -> None:
    """Keep the key that a device made for an offer, in the caller's transaction, or raise `NotTaken`."""
    if key is None or not use_up(session, MAKING, token, [user.id, signed_in.id]):
        raise NotTaken
    values = {
        "user_id": user.id,
        "credential": key.credential,
        "public_key": key.public_key,
        "uses": key.uses,
        "name": name_browser(request.headers.get("User-Agent", "")),
        "made": datetime.now(UTC),
    }
    once = insert_for(session)(Passkey).values(values).on_conflict_do_nothing(index_elements=["credential"])
    if session.scalar(once.returning(Passkey.id)) is None:
        raise NotTaken


def remove_passkey(session: Session, user: User, id: int) -> None:
    """Remove a key of somebody's; another's, or one that is not there, is left alone."""
    if 0 < id <= LARGEST_ID:
        session.execute(delete(Passkey).where(Passkey.id == id, Passkey.user_id == user.id))


def sign_in_by_passkey(token: str, answer: str) -> SignedInAs | None:
    """Sign somebody in, or answer None for whatever is wrong; raise `TooOften` when there were too many tries."""
    with writing() as session:
        count_visit(session, PURPOSE, TRIES, PERIOD)
        is_offered = use_up(session, SIGNING_IN, token, [])
    key = _find_shown(reading(), answer) if is_offered else None
    uses = count_uses(token, answer, key) if key else None
    if key is None or uses is None:
        return None
    with writing() as session:
        if not _note_use(session, key, uses):
            return None
        user = session.get_one(User, key.user_id)
        return SignedInAs(user, begin_session(session, user))


def _find_shown(session: Session, answer: str) -> Passkey | None:
    """Return the key that an answer names, if the device keeps it for the account that we keep it for."""
    shown = read_shown(answer)
    if shown is None:
        return None
    key = session.scalars(select(Passkey).where(Passkey.credential == shown.credential)).one_or_none()
    return key if key and shown.handle == make_handle(key.user_id) else None


def _note_use(session: Session, key: Passkey, uses: int) -> bool:
    """Note that a key was used, unless it was removed, or used elsewhere, since it was looked at."""
    as_it_was = (Passkey.id == key.id, Passkey.credential == key.credential, Passkey.uses == key.uses)
    statement = update(Passkey).where(*as_it_was).values(uses=uses, used=datetime.now(UTC))
    noted: Any = session.execute(statement, execution_options={"synchronize_session": False})
    return bool(noted.rowcount == 1)
