"""Choose what is shown beside a document, from ready-made lists: two queries, and more only where much is left out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from .models import Document, ReadyList

FEWEST = 3
SPARE = 25  # So many of the latest are read in addition, as some may be left out.
MOST_PINNED = 100


@dataclass(frozen=True)
class Story:
    """One entry of a list, as its template shows it."""

    id: str
    title: str
    address: str
    section: str | None
    published: datetime | None
    picture: dict[str, Any] | None


@dataclass
class Beside:
    """What is shown beside a document so far, and what must not follow: itself, hidden ones, copies of what is shown."""

    id: str
    hidden: set[str]
    left_out: set[str]
    shown: set[str] = field(default_factory=set)

    def choose(self, rows: Iterable[Row[Any]], limit: int, pinned: Sequence[str] = ()) -> list[Story]:
        """Return the stories of `rows`, in this order, that may stand beside it; what is pinned may be a copy."""
        found: list[Story] = []
        for row in rows:
            if self._may_show(row, is_pinned=row.id in pinned):
                self.shown.add(row.id)
                self.left_out.update([row.id, *(row.copies or ())])
                found.append(Story(row.id, row.title, row.address, row.section, row.published, row.picture))
            if len(found) == limit:
                break
        return found

    def _may_show(self, row: Row[Any], is_pinned: bool) -> bool:
        if row.id == self.id or row.id in self.hidden or self.id in row.unrelated or row.id in self.shown:
            return False
        return is_pinned or (row.id not in self.left_out and self.shown.isdisjoint(row.copies or ()))


def find_stories(session: Session, id: str, limit: int) -> tuple[list[Story], list[Story]]:
    """Return the stories related to a document, an editor's first and then the best, and the latest where those are few."""
    query = select(Document.pinned, Document.unrelated, ReadyList.others, ReadyList.copies)
    query = query.outerjoin(ReadyList, ReadyList.document_id == Document.id).where(Document.id == id)
    own = session.execute(query).one_or_none()
    beside = Beside(id, set(own.unrelated) if own else set(), {id, *((own and own.copies) or ())})
    related: list[Story] = []
    if own and (own.pinned or own.others):
        pinned = own.pinned[:MOST_PINNED]
        ids = list(dict.fromkeys([*pinned, *(other for other, _score in own.others or ())]))
        related = beside.choose(_read_in_order(session, ids, at_once=2 * limit), limit, pinned)
    wanted = limit - len(related) if len(related) < FEWEST else 0
    return related, beside.choose(_read_latest(session, limit), wanted) if wanted else []


def _read_in_order(session: Session, ids: list[str], at_once: int) -> Iterator[Row[Any]]:
    """Yield the public documents in the order of their ids; most of the list is never asked for."""
    for start in range(0, len(ids), at_once):
        batch = ids[start : start + at_once]
        rows = {row.id: row for row in session.execute(_select_public().where(Document.id.in_(batch)))}
        yield from (rows[id] for id in batch if id in rows)


def _read_latest(session: Session, limit: int) -> Sequence[Row[Any]]:
    query = _select_public().order_by(Document.published.desc().nulls_last(), Document.id)
    return session.execute(query.limit(limit + SPARE)).all()


def _select_public() -> Select[Any]:
    return (
        select(
            Document.id,
            Document.title,
            Document.address,
            Document.section,
            Document.published,
            Document.picture,
            Document.unrelated,
            ReadyList.copies,
        )
        .outerjoin(ReadyList, ReadyList.document_id == Document.id)
        .where(or_(Document.published.is_(None), Document.published <= datetime.now(UTC)))
    )
