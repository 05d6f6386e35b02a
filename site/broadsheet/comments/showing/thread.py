"""Read a thread: one page of it, whatever its size."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ..deciding import read_path
from ..models import APPROVED, HELD, LARGEST_ID, SPAM, Comment, Thread
from .arranging import CommentRow, Shown, arrange

OLDEST, NEWEST, ANSWERED = "oldest", "newest", "answered"
ORDERS = {
    OLDEST: (Comment.written, Comment.id),
    NEWEST: (Comment.written.desc(), Comment.id.desc()),
    ANSWERED: (Comment.answers.desc(), Comment.id.desc()),
}
ANSWERS_SHOWN = 50  # Below one comment; the others have pages of their own.
LAST_PAGE = 10_000

COLUMNS: tuple[Any, ...] = (
    Comment.id, Comment.parent_id, Comment.path, Comment.name, Comment.website, Comment.html, Comment.written,
    Comment.status, Comment.answers, Comment.edited, Comment.staff,
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which part of a thread: a page in an order, or with `under` a page of what answers one comment."""

    order: str = OLDEST
    page: int = 1
    under: int | None = None

    def turn(self, page: int = 1, order: str | None = None) -> "Wanted":
        """Return another page, or the first page in another order."""
        return replace(self, page=page, order=order or self.order)

    def below(self, id: int) -> "Wanted":
        """Return what answers a comment, from behind what is shown below it anyway."""
        return Wanted(self.order, 2, id)


@dataclass(frozen=True)
class Part:
    """A page of a thread, in reading order, and whether there is another behind it."""

    shown: list[Shown]
    wanted: Wanted
    has_next: bool


def read_part(
    session: Session, key: str, wanted: Wanted, length: int, depth: int, own: frozenset[int] = frozenset()
) -> Part:
    """Return `length` comments of a thread with their answers: what is approved, and what the reader wrote and still waits.

    An answer whose comment is no longer shown leaves that comment's place in the thread, without its words.
    """
    mine = _read_own(session, key, own) if own else []
    if wanted.under:
        roots = list(
            session.execute(_places(key).where(Comment.id == wanted.under, Comment.root_id.is_(None)))
        )
        answers, has_next = _read_page(
            session,
            _answers().where(Comment.thread == key, Comment.root_id == wanted.under),
            wanted.page,
            ANSWERS_SHOWN,
        )
    else:
        query = _places(key).where(Comment.root_id.is_(None)).order_by(*ORDERS[wanted.order])
        roots, has_next = _read_page(session, query, wanted.page, length)
        answers = _read_answers(session, roots)
    mine = [row for row in mine if row.path == "" or _root_of(row) in {root.id for root in roots}]
    rows = {row.id: row for row in (*roots, *answers, *mine)}
    further = {}
    if not wanted.under:
        further = {root.id: root.answers - ANSWERS_SHOWN for root in roots if root.answers > ANSWERS_SHOWN}
    return Part(arrange(rows, depth, further, _name_answered(session, rows)), wanted, has_next)


def count_comments(session: Session, key: str) -> int:
    """Return how many comments of a thread everyone can see."""
    return session.scalars(select(Thread.shown).where(Thread.key == key)).one_or_none() or 0


def find_shown(session: Session, key: str, id: int) -> Comment | None:
    """Return a comment of a thread that everyone can see; an id that no comment can have finds none."""
    if not 0 < id <= LARGEST_ID:
        return None
    query = select(Comment).where(Comment.id == id, Comment.thread == key, Comment.status == APPROVED)
    return session.scalars(query).one_or_none()


def find_place(session: Session, comment: Comment, length: int, order: str) -> Wanted:
    """Return the part of its thread on which a comment with a place in it stands."""
    if comment.root_id is not None:
        before = select(func.count()).where(
            Comment.root_id == comment.root_id, Comment.shown, Comment.id < comment.id
        )
        number = session.scalars(before).one()
        if number >= ANSWERS_SHOWN:
            return Wanted(order, number // ANSWERS_SHOWN + 1, comment.root_id)
        comment = session.get_one(Comment, comment.root_id)
    earlier = {
        OLDEST: (Comment.written < comment.written)
        | ((Comment.written == comment.written) & (Comment.id < comment.id)),
        NEWEST: (Comment.written > comment.written)
        | ((Comment.written == comment.written) & (Comment.id > comment.id)),
        ANSWERED: (Comment.answers > comment.answers)
        | ((Comment.answers == comment.answers) & (Comment.id > comment.id)),
    }[order]
    before = select(func.count()).where(
        Comment.thread == comment.thread, Comment.root_id.is_(None), Comment.shown, earlier
    )
    return Wanted(order, session.scalars(before).one() // length + 1)


def _places(key: str) -> Select[Any]:
    return select(*COLUMNS).where(Comment.thread == key, Comment.shown)


def _answers() -> Select[Any]:
    return select(*COLUMNS).where(Comment.shown).order_by(Comment.id)


def _read_page(session: Session, query: Select[Any], page: int, length: int) -> tuple[list[CommentRow], bool]:
    rows = session.execute(query.limit(length + 1).offset((page - 1) * length)).all()
    return list(rows[:length]), len(rows) > length


def _read_answers(session: Session, roots: Iterable[CommentRow]) -> list[CommentRow]:
    """Return what stands below comments: all together, but for those that have more than is shown at once."""
    few = [root.id for root in roots if 0 < root.answers <= ANSWERS_SHOWN]
    many = [root.id for root in roots if root.answers > ANSWERS_SHOWN]
    found = list(session.execute(_answers().where(Comment.root_id.in_(few)))) if few else []
    for id in many:
        found += session.execute(_answers().where(Comment.root_id == id).limit(ANSWERS_SHOWN))
    return found


def _read_own(session: Session, key: str, own: frozenset[int]) -> list[CommentRow]:
    # A comment taken for spam waits too, as far as its writer can tell.
    waits = Comment.status.in_([HELD, SPAM])
    return list(
        session.execute(
            select(*COLUMNS).where(
                Comment.id.in_(own), Comment.thread == key, waits, ~Comment.shown, Comment.text != ""
            )
        )
    )


def _name_answered(session: Session, rows: dict[int, CommentRow]) -> dict[int, str]:
    """Return the names under which everything stands that is answered here, by id; what is not shown has none."""
    names = {row.id: row.name for row in rows.values() if row.status == APPROVED}
    missing = {row.parent_id for row in rows.values() if row.parent_id} - rows.keys()
    if missing:
        query = select(Comment.id, Comment.name).where(Comment.id.in_(missing), Comment.status == APPROVED)
        names.update((id, name) for id, name in session.execute(query))
    return names


def _root_of(row: CommentRow) -> int:
    return read_path(row.path)[0]
