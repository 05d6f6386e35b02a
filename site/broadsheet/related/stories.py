"""Choose what is shown beside a document, from ready-made lists: two queries, and more only where much is left out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, or_, select
from sqlalchemy.orm import Session

from ..storage import Base, UtcTime
from .models import Document, ReadyList

FEWEST = 3
SPARE = 25  # So many of the latest are read in addition, as some may be left out.
MOST_PINNED = 100

# Made once, as they run for every page: to put a statement together takes longer than to run it. And without objects.
DOCUMENTS, LISTS = Base.metadata.tables[Document.__tablename__], Base.metadata.tables[ReadyList.__tablename__]
WITH_LISTS = DOCUMENTS.outerjoin(LISTS, LISTS.c.document_id == DOCUMENTS.c.id)
NOW = bindparam("now", callable_=lambda: datetime.now(UTC), type_=UtcTime)
OWN = (
    select(DOCUMENTS.c.pinned, DOCUMENTS.c.unrelated, LISTS.c.others, LISTS.c.copies)
    .select_from(WITH_LISTS)
    .where(DOCUMENTS.c.id == bindparam("id"))
)
PUBLIC = (
    select(
        *(
            DOCUMENTS.c[name]
            for name in ("id", "title", "address", "section", "published", "picture", "unrelated")
        ),
        LISTS.c.copies,
    )
    .select_from(WITH_LISTS)
    .where(or_(DOCUMENTS.c.published.is_(None), DOCUMENTS.c.published <= NOW))
)
SOME = PUBLIC.where(DOCUMENTS.c.id.in_(bindparam("ids", expanding=True)))
LATEST = PUBLIC.order_by(DOCUMENTS.c.published.desc().nulls_last(), DOCUMENTS.c.id).limit(
    bindparam("limit", type_=Integer)
)


class Story(NamedTuple):
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

    def choose(self, rows: Iterable[Any], limit: int, pinned: Sequence[str] = ()) -> list[Story]:
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

    def _may_show(self, row: Any, is_pinned: bool) -> bool:
        if row.id == self.id or row.id in self.hidden or self.id in row.unrelated or row.id in self.shown:
            return False
        return is_pinned or (row.id not in self.left_out and self.shown.isdisjoint(row.copies or ()))


def find_stories(session: Session, id: str, limit: int) -> tuple[list[Story], list[Story]]:
    """Return the stories related to a document, an editor's first and then the best, and the latest where those are few."""
    own = session.execute(OWN, {"id": id}).one_or_none()
    beside = Beside(id, set(own.unrelated) if own else set(), {id, *((own and own.copies) or ())})
    related: list[Story] = []
    if own and (own.pinned or own.others):
        pinned = own.pinned[:MOST_PINNED]
        ids = list(dict.fromkeys([*pinned, *(other for other, _score in own.others or ())]))
        related = beside.choose(_read_in_order(session, ids, at_once=2 * limit), limit, pinned)
    wanted = limit - len(related) if len(related) < FEWEST else 0
    return related, beside.choose(_read_latest(session, limit), wanted) if wanted else []


def _read_in_order(session: Session, ids: list[str], at_once: int) -> Iterator[Any]:
    """Yield the public documents in the order of their ids; most of the list is never asked for."""
    for start in range(0, len(ids), at_once):
        batch = ids[start : start + at_once]
        rows = {row.id: row for row in session.execute(SOME, {"ids": batch})}
        yield from (rows[id] for id in batch if id in rows)


def _read_latest(session: Session, limit: int) -> Sequence[Any]:
    return session.execute(LATEST, {"limit": limit + SPARE}).all()
