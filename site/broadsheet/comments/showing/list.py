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

    def make(changeable: frozenset[int] = frozenset()) -> str:
        return render(
            "broadsheet/comments/_list.html",
            part=find_part(reading(), page.key),
            page=page,
            count=count,
            closed=closed,
            changeable=changeable,
        )

    if sees_own(page.key):
        return Markup(make(read_changeable()))  # noqa: S704
    return Markup(keep_part("comments.list", (name_thread(page.key),), make))  # noqa: S704


def sees_own(key: str) -> bool:
    """Whether the reader is shown something of their own in a thread: what waits, or what they may change.

    Only what a signed cookie says that they wrote is looked for and remembered; anybody can say that they may change more.
    """
    written, changeable = read_written(), read_changeable()
    if not written:
        return False
    name = ("comments.theirs", key, written)
    theirs = remembered(name, (name_thread(key),), lambda session: _find_theirs(session, key, written))
    return any(id in changeable or not is_shown for id, is_shown in theirs)


def _find_theirs(session: Session, key: str, ids: frozenset[int]) -> list[tuple[int, bool]]:
    return [tuple(row) for row in session.execute(THEIRS, {"key": key, "ids": list(ids)})]
