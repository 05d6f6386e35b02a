"""Read a document's ready-made list."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from .models import Document, Relation


@dataclass(frozen=True)
class Story:
    """One entry of a list, as its template shows it."""

    title: str
    address: str
    section: str | None
    published: datetime | None
    picture: dict[str, Any] | None


LINK = (Document.title, Document.address, Document.section, Document.published, Document.picture)


def find_related(session: Session, id: str, limit: int) -> list[Story]:
    """Return the documents most like this one, the most similar first."""
    query = (
        select(*LINK)
        .join(Relation, Relation.other_id == Document.id)
        .where(Relation.document_id == id, _is_public())
        .order_by(Relation.rank)
        .limit(limit)
    )
    return [Story(*row) for row in session.execute(query)]


def find_latest(session: Session, id: str, without: set[str], limit: int) -> list[Story]:
    """Return the newest documents, this one and those at the addresses in `without` left out."""
    query = (
        select(*LINK)
        .where(Document.id != id, Document.address.not_in(without), _is_public())
        .order_by(Document.published.desc().nulls_last(), Document.id)
        .limit(limit)
    )
    return [Story(*row) for row in session.execute(query)]


def _is_public() -> Any:
    return or_(Document.published.is_(None), Document.published <= datetime.now(UTC))
