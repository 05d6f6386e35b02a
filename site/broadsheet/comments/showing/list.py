"""The comments of a thread as HTML, kept for all who are shown the same."""

from markupsafe import Markup
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ...delivery.parts import keep_part
from ...delivery.templates import render
from ...storage import name_thread, reading, remembered
from ..changing.tokens import read_changeable
from ..models import COMMENTS
from ..reader import read_written
from .once import find_part
from .page import Page

THEIRS = select(COMMENTS.c.id, COMMENTS.c.shown).where(
    COMMENTS.c.thread == bindparam("key"), COMMENTS.c.id.in_(bindparam("ids", expanding=True))
)


def show_list(page: Page, count: int, closed: bool) -> Markup:
    """Return the part of a thread that the address of the page asks for; `closed` is whether it takes no more."""

    def make() -> str:
        return render(
            "broadsheet/comments/_list.html",
            part=find_part(reading(), page.key),
            page=page,
            count=count,
            closed=closed,
            changeable=read_changeable(),
        )

    if sees_own(page.key):
        return Markup(make())  # noqa: S704
    return Markup(keep_part("comments.list", (name_thread(page.key),), make))  # noqa: S704


def sees_own(key: str) -> bool:
    """Whether the reader is shown something of their own in a thread: what waits, or what they may change."""
    changeable = read_changeable()
    ids = read_written() | changeable
    if not ids:
        return False
    name = ("comments.theirs", key, ids)
    theirs = remembered(name, (name_thread(key),), lambda session: _find_theirs(session, key, ids))
    return any(id in changeable or not is_shown for id, is_shown in theirs)


def _find_theirs(session: Session, key: str, ids: frozenset[int]) -> list[tuple[int, bool]]:
    return [tuple(row) for row in session.execute(THEIRS, {"key": key, "ids": list(ids)})]
