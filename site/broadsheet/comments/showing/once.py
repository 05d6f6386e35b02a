"""What a page asks of its thread, each read once for it: several parts of the page ask for the same.

A part of the thread is kept with the session that read it, and whoever writes begins another.
"""

from typing import NamedTuple

from flask import current_app
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ...settings import settings_of
from ...storage import name_thread, remembered
from ..models import THREADS
from ..reader import read_written
from .page import read_wanted
from .thread import Part, read_part

THREAD = select(THREADS.c.shown, THREADS.c.closed).where(THREADS.c.key == bindparam("key"))


class Facts(NamedTuple):
    """How many comments of a thread everyone can see, and whether a moderator closed it."""

    shown: int
    closed: bool


def find_facts(key: str) -> Facts:
    return remembered(("comments.facts", key), (name_thread(key),), lambda session: _read_facts(session, key))


def _read_facts(session: Session, key: str) -> Facts:
    row = session.execute(THREAD, {"key": key}).one_or_none()
    return Facts(*row) if row else Facts(0, closed=False)


def find_part(session: Session, key: str) -> Part:
    """Return the part of a thread that the address of the page asks for."""
    kept = session.info.setdefault("broadsheet.parts", {})
    if key not in kept:
        settings = settings_of(current_app)
        length, depth = settings.comments_page_length, settings.comments_depth
        kept[key] = read_part(session, key, read_wanted(), length, depth, read_written())
    found: Part = kept[key]
    return found
