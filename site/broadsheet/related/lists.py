"""The ready-made lists in the database: written in small transactions, so that nobody waits long for one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from ..storage import insert_for, snapshot, writing
from .documents import lock_related
from .models import Document, ReadyList, Removal, State

if TYPE_CHECKING:
    from .index import Listed, RelatedIndex

AT_ONCE = 2_000  # Documents in a transaction.


class Overtaken(Exception):
    """Another node has written the lists meanwhile, so this one stops."""


def read_mark(session: Session) -> str:
    """Return the mark of the database; it is empty until there were lists."""
    return session.scalars(select(State.mark)).one_or_none() or ""


def write_lists(index: "RelatedIndex", ids: Sequence[str], mark: str) -> Iterator[int]:
    """Write the lists of some documents, and yield how many are written; raise `Overtaken` if the mark is another by now.

    The index forgets that they changed once they are on the disk.
    """
    for start in range(0, len(ids), AT_ONCE):
        batch = ids[start : start + AT_ONCE]
        rows = [_make_row(id, index.listed(id)) for id in batch]
        with writing() as session:
            _require_mark(session, mark)
            _store(session, rows)
        index.forget_changed(batch)
        yield start + len(batch)


def settle(old_mark: str, new_mark: str, removed: Sequence[str]) -> None:
    """Say that the lists know of these removals, and which index they are from; raise `Overtaken`."""
    with writing() as session:
        _require_mark(session, old_mark)
        for id in sorted(removed):
            session.execute(delete(Removal).where(Removal.document_id == id))
        statement = insert_for(session)(State.__table__).values(id=1, mark=new_mark)
        session.execute(statement.on_conflict_do_update(index_elements=["id"], set_={"mark": new_mark}))


def mark_listed(compared: dict[str, tuple[str, str]]) -> None:
    """Say of each document that it is listed, if it is still of the version that was compared.

    `compared` gives for each id the digest that it had in the database, and that of what the index took in.
    """
    statement = (
        update(Document.__table__)  # type: ignore[arg-type]
        .where(Document.id == bindparam("own"), Document.digest == bindparam("old"))
        .values(listed=True, digest=bindparam("new"))
    )
    rows = [{"own": id, "old": old, "new": new} for id, (old, new) in sorted(compared.items())]
    for start in range(0, len(rows), AT_ONCE):
        with writing() as session:
            session.execute(statement, rows[start : start + AT_ONCE])


def find_outdated(index: "RelatedIndex", ids: Sequence[str]) -> Iterator[str]:
    """Yield those of the documents whose list in the database is not that of the index; scores are not compared."""
    for start in range(0, len(ids), AT_ONCE):
        batch = ids[start : start + AT_ONCE]
        query = select(ReadyList.document_id, ReadyList.others, ReadyList.copies)
        with snapshot() as session:
            rows = session.execute(query.where(ReadyList.document_id.in_(batch))).all()
        known = {row.document_id: (_ids(row.others), row.copies) for row in rows}
        for id in batch:
            listed = index.listed(id)
            if known.get(id) != (_ids(listed.others), listed.copies):
                yield id


def _ids(others: Iterable[Sequence[Any]]) -> list[str]:
    return [other[0] for other in others]


def _make_row(id: str, listed: "Listed") -> dict[str, Any]:
    others = [[other, round(score, 4)] for other, score in listed.others]
    return {"document_id": id, "others": others, "copies": listed.copies}


def _require_mark(session: Session, mark: str) -> None:
    if read_mark(session) != mark:
        raise Overtaken


def _store(session: Session, rows: list[dict[str, Any]]) -> None:
    """Write the lists of the documents that are still there."""
    lock_related(session)
    query = select(Document.id).where(Document.id.in_([row["document_id"] for row in rows]))
    # On PostgreSQL nobody may remove one of them before this transaction ends.
    present = set(session.scalars(query.order_by(Document.id).with_for_update(read=True, key_share=True)))
    found = [row for row in rows if row["document_id"] in present]
    insert = insert_for(session)(ReadyList.__table__)
    changes = {"others": insert.excluded.others, "copies": insert.excluded.copies}
    if found:
        session.execute(insert.on_conflict_do_update(index_elements=["document_id"], set_=changes), found)
