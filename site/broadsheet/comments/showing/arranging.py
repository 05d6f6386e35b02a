"""Put the comments of a page in reading order, answers inside what they answer."""

from datetime import datetime
from typing import Any, NamedTuple

from ..deciding import read_path
from ..models import APPROVED, HELD, SPAM

CommentRow = Any  # A row with the columns of `thread.COLUMNS`.
WAITING = frozenset({HELD, SPAM})


class Shown(NamedTuple):
    """A comment as its template shows it; `closes` is how many open comments end behind it.

    `status` is "waiting" where it is the reader's own and waits. `answered` is the id and the name of what it answers, where
    that does not stand around it; the name is empty where that is not shown. `further` is how many more answers there are
    than are shown.
    """

    id: int
    name: str
    website: str
    html: str
    written: datetime
    edited: datetime | None
    note: str | None
    staff: bool
    status: str
    answers: int
    answered: tuple[int, str] | None
    further: int
    closes: int


def arrange(
    rows: dict[int, CommentRow], depth: int, further: dict[int, int], names: dict[int, str]
) -> list[Shown]:
    """Return comments in reading order, none indented deeper than `depth`.

    `further` and `names` are by id: how many answers are left out, and the names of those who are answered.
    """
    order = put_in_order(rows, depth)
    levels = [level for level, _ in order]
    shown, around = [], [0]  # The ids of what stands around, behind one that no comment has.
    for (level, row), closes in zip(order, count_closing(levels), strict=True):
        del around[level + 1 :]
        parent = row.parent_id
        answered = (parent, names.get(parent, "")) if parent and parent != around[-1] else None
        around.append(row.id)
        shown.append(_show(row, answered, further.get(row.id, 0), closes))
    return shown


def put_in_order(rows: dict[int, CommentRow], depth: int) -> list[tuple[int, CommentRow]]:
    """Return comments in reading order with their levels; those that stand below nothing here keep their order."""
    below: dict[int | None, list[CommentRow]] = {}
    for row in rows.values():
        above = row.parent_id
        if above not in rows:
            above = next((id for id in reversed(read_path(row.path)) if id in rows), None)
        below.setdefault(above, []).append(row)
    order = []
    ahead = [(0, row) for row in reversed(below.get(None, []))]
    while ahead:
        level, row = ahead.pop()
        order.append((level, row))
        answers = below.get(row.id)
        if answers:
            answers.sort(key=lambda answer: answer.id, reverse=True)
            ahead += [(min(level + 1, depth), answer) for answer in answers]
    return order


def count_closing(levels: list[int]) -> list[int]:
    """Return for each comment how many open ones end behind it, itself included if the next does not stand inside it."""
    following = [*levels[1:], 0]
    return (
        [level - next_level + 1 for level, next_level in zip(levels, following, strict=True)]
        if levels
        else []
    )


def _show(row: CommentRow, answered: tuple[int, str] | None, further: int, closes: int) -> Shown:
    # Unpacked, as to ask a row for each column takes longer than all else here; the order is that of `thread.COLUMNS`.
    id, _parent, _path, name, website, html, written, status, answers, edited, staff, note = row
    if status != APPROVED:
        status = "waiting" if status in WAITING and not answers else status
        if status != "waiting":
            name = website = html = ""
    return Shown(
        id, name, website, html, written, edited, note, staff, status, answers, answered, further, closes
    )
