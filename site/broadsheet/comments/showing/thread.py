"""Read a thread: one page of it, whatever its size."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session

from ..deciding import read_path
from ..models import APPROVED, COMMENTS, HELD, LARGEST_ID, SPAM, Comment
from .arranging import CommentRow, Shown, arrange

OLDEST, NEWEST, ANSWERED = "oldest", "newest", "answered"
ORDERS = {
    OLDEST: (COMMENTS.c.written, COMMENTS.c.id),
    NEWEST: (COMMENTS.c.written.desc(), COMMENTS.c.id.desc()),
    ANSWERED: (COMMENTS.c.answers.desc(), COMMENTS.c.id.desc()),
}
ANSWERS_SHOWN = 50  # Below one comment; the others have pages of their own.
LAST_PAGE = 10_000

COLUMNS = [COMMENTS.c[name] for name in (
    "id", "parent_id", "path", "name", "website", "html", "written", "status", "answers", "edited", "staff", "note",
)]  # fmt: skip

# Made once, as they run for every page: to put a statement together takes longer than to run it.
LIMIT, OFFSET = bindparam("limit", type_=Integer), bindparam("offset", type_=Integer)
PLACES = select(*COLUMNS).where(COMMENTS.c.thread == bindparam("key"), COMMENTS.c.shown)
ROOTS = {
    order: PLACES.where(COMMENTS.c.root_id.is_(None)).order_by(*columns).limit(LIMIT).offset(OFFSET)
    for order, columns in ORDERS.items()
}
ROOT = PLACES.where(COMMENTS.c.root_id.is_(None), COMMENTS.c.id == bindparam("root"))
ANSWERS_TO_ONE = (
    PLACES.where(COMMENTS.c.root_id == bindparam("root")).order_by(COMMENTS.c.id).limit(LIMIT).offset(OFFSET)
)
# The first answers to each of some comments. What bounds them hangs on the comment alone, so that no more are read than
# are wanted, however many there are.
ROOT_ROW, BESIDE = COMMENTS.alias("root"), COMMENTS.alias("beside")
LAST_ANSWER = (
    select(BESIDE.c.id)
    .where(BESIDE.c.root_id == ROOT_ROW.c.id, BESIDE.c.shown)
    .order_by(BESIDE.c.id)
    .limit(1)
    .offset(ANSWERS_SHOWN - 1)
    .correlate(ROOT_ROW)
    .scalar_subquery()
)
ANSWERS = select(*COLUMNS).where(
    ROOT_ROW.c.id.in_(bindparam("roots", expanding=True)),
    COMMENTS.c.root_id == ROOT_ROW.c.id,
    COMMENTS.c.shown,
    COMMENTS.c.id <= func.coalesce(LAST_ANSWER, LARGEST_ID),
)
OWN = select(*COLUMNS).where(
    COMMENTS.c.id.in_(bindparam("own", expanding=True)),
    COMMENTS.c.thread == bindparam("key"),
    COMMENTS.c.status.in_([HELD, SPAM]),  # What was taken for spam waits too, as far as its writer can tell.
    ~COMMENTS.c.shown,
    COMMENTS.c.text != "",
)
NAMES = select(COMMENTS.c.id, COMMENTS.c.name).where(
    COMMENTS.c.id.in_(bindparam("ids", expanding=True)), COMMENTS.c.status == APPROVED
)


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
    mine = session.execute(OWN, {"key": key, "own": list(own)}).all() if own else []
    if wanted.under:
        given = {"key": key, "root": wanted.under}
        roots = list(session.execute(ROOT, given))
        answers, has_next = _read_page(session, ANSWERS_TO_ONE, given, wanted.page, ANSWERS_SHOWN)
    else:
        roots, has_next = _read_page(session, ROOTS[wanted.order], {"key": key}, wanted.page, length)
        answered = [root.id for root in roots if root.answers]
        answers = list(session.execute(ANSWERS, {"roots": answered})) if answered else []
    mine = [row for row in mine if row.path == "" or _root_of(row) in {root.id for root in roots}]
    rows = {row.id: row for row in (*roots, *answers, *mine)}
    further = {}
    if not wanted.under:
        further = {root.id: root.answers - ANSWERS_SHOWN for root in roots if root.answers > ANSWERS_SHOWN}
    return Part(arrange(rows, depth, further, _name_answered(session, rows)), wanted, has_next)


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


def _read_page(
    session: Session, query: Select[Any], given: dict[str, Any], page: int, length: int
) -> tuple[list[CommentRow], bool]:
    rows = session.execute(query, given | {"limit": length + 1, "offset": (page - 1) * length}).all()
    return list(rows[:length]), len(rows) > length


def _name_answered(session: Session, rows: dict[int, CommentRow]) -> dict[int, str]:
    """Return the names under which everything stands that is answered here, by id; what is not shown has none."""
    names = {row.id: row.name for row in rows.values() if row.status == APPROVED}
    missing = {row.parent_id for row in rows.values() if row.parent_id} - rows.keys()
    if missing:
        names.update((id, name) for id, name in session.execute(NAMES, {"ids": list(missing)}))
    return names


def _root_of(row: CommentRow) -> int:
    return read_path(row.path)[0]
