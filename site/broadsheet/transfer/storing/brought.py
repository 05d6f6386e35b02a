"""What came in before, by which a second import recognises it."""

from collections.abc import Iterable, Mapping

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ..models import Brought


def find_brought(session: Session, origin: str, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Return what those of some things are called here that came in before, by their foreign ids."""
    query = select(Brought.foreign_id, Brought.own_id).where(
        Brought.origin == origin, Brought.kind == kind, Brought.foreign_id.in_(list(ids))
    )
    return {row.foreign_id: row.own_id for row in session.execute(query)}


def note_brought(session: Session, origin: str, kind: str, own_ids: Mapping[str, str]) -> None:
    """Note in the caller's transaction what came in, by its foreign ids."""
    rows = [
        {"origin": origin, "kind": kind, "foreign_id": foreign, "own_id": own}
        for foreign, own in own_ids.items()
    ]
    if rows:
        session.execute(insert(Brought), rows)
