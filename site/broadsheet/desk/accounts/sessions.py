"""Who is signed in with which browser. All is kept here; the browser's cookie holds a random word alone."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from flask import Response, current_app, request
from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from ...delivery.cookies import drop_cookie, read_cookie, set_cookie
from ...settings import settings_of
from ...storage import writing
from .models import SignedIn, User

COOKIE = "broadsheet_desk"
LONGEST = timedelta(days=30)
LARGEST_ID = 2**31 - 1  # What an integer column of PostgreSQL holds.
NOTED_EVERY = timedelta(minutes=5)
BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
NAMED = {"Edg": "Edge", "OPR": "Opera"}
SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux")


def cookie_path() -> str:
    """Return below which path the desk's cookies are sent, and no other is."""
    return f"{request.script_root}/desk/"


def begin_session(session: Session, user: User) -> str:
    """Sign somebody in with this request's browser, in the caller's transaction, and return what its cookie is to hold.

    Whatever the browser was signed in with before ends.
    """
    end_session(session)
    now, word = datetime.now(UTC), secrets.token_urlsafe(32)
    browser = name_browser(request.headers.get("User-Agent", ""))
    session.add(SignedIn(user_id=user.id, digest=_digest(word), made=now, seen=now, browser=browser))
    session.flush()
    return word


def carry_session(response: Response, word: str) -> None:
    set_cookie(response, COOKIE, word, int(LONGEST.total_seconds()), cookie_path())


def drop_session(response: Response) -> None:
    drop_cookie(response, COOKIE, cookie_path())


def find_session(session: Session) -> tuple[SignedIn, User] | None:
    """Return the session that this request's cookie names, with whose it is, unless it is over."""
    word = read_cookie(COOKIE, cookie_path())
    if not word:
        return None
    query = (
        select(SignedIn, User)
        .join(User, User.id == SignedIn.user_id)
        .where(SignedIn.digest == _digest(word), *_is_alive())
    )
    found = session.execute(query).one_or_none()
    return (found[0], found[1]) if found else None


def is_to_be_noted(signed_in: SignedIn) -> bool:
    """Whether it is some minutes ago that the session was noted to be in use."""
    return signed_in.seen < datetime.now(UTC) - NOTED_EVERY


def note_use(session: Session, signed_in: SignedIn) -> None:
    statement = update(SignedIn).where(SignedIn.id == signed_in.id).values(seen=datetime.now(UTC))
    session.execute(statement, execution_options={"synchronize_session": False})


def end_session(session: Session) -> None:
    """End the session that this request's cookie names, if any, in the caller's transaction."""
    word = read_cookie(COOKIE, cookie_path())
    if word:
        session.execute(delete(SignedIn).where(SignedIn.digest == _digest(word)))


def end_session_of(session: Session, user: User, id: int) -> None:
    """End one session of somebody's; another's, or one that is not there, is left alone."""
    if 0 < id <= LARGEST_ID:
        session.execute(delete(SignedIn).where(SignedIn.id == id, SignedIn.user_id == user.id))


def end_other_sessions(session: Session, own: SignedIn) -> None:
    """End all sessions of somebody's but one."""
    session.execute(delete(SignedIn).where(SignedIn.user_id == own.user_id, SignedIn.id != own.id))


def list_sessions(session: Session, user: User) -> Sequence[SignedIn]:
    """Return with which browsers somebody is signed in, the one used last first."""
    query = select(SignedIn).where(SignedIn.user_id == user.id, *_is_alive())
    return session.scalars(query.order_by(SignedIn.seen.desc(), SignedIn.id)).all()


def count_sessions(session: Session) -> dict[int, tuple[int, datetime]]:
    """Return, by the id of each account that is signed in anywhere, with how many browsers and when it was used last."""
    query = select(SignedIn.user_id, func.count(), func.max(SignedIn.seen)).where(*_is_alive())
    return {id: (count, seen) for id, count, seen in session.execute(query.group_by(SignedIn.user_id))}


def tidy_sessions() -> str:
    """The chore: remove what is over, and tell of it."""
    with writing() as session:
        over = forget_old_sessions(session)
    return f"{over} forgotten" if over else ""


def forget_old_sessions(session: Session) -> int:
    """Remove what is over, and return how many."""
    now = datetime.now(UTC)
    over = or_(SignedIn.seen <= now - _idle(), SignedIn.made <= now - LONGEST)
    return int(session.execute(delete(SignedIn).where(over)).rowcount)  # type: ignore[attr-defined]


def name_browser(agent: str) -> str:
    """Return what somebody recognises their browser by, such as `Firefox, Linux`; no more is kept of it."""
    browser = next((NAMED.get(name, name) for name in BROWSERS if name in agent), "")
    system = next((name for name in SYSTEMS if name in agent), "")
    return ", ".join(part for part in (browser, system) if part) or "unknown"


def _is_alive() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    now = datetime.now(UTC)
    return SignedIn.seen > now - _idle(), SignedIn.made > now - LONGEST


def _idle() -> timedelta:
    return timedelta(hours=settings_of(current_app).desk_hours)


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
