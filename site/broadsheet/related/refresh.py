"""Keep every document's list ready, so that showing a page only reads it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from .index import RelatedIndex
from .models import Document, Relation

LIST_LENGTH = 10


class Described(TypedDict):
    """A document as an app hands it over; `picture` is what its template shows beside the title."""

    id: str
    title: str
    text: str
    address: str
    published: datetime | None
    section: str | None
    tags: list[str]
    picture: dict[str, Any] | None


def replace_documents(session: Session, documents: Iterable[Described], removed: Iterable[str] = ()) -> None:
    """Take in new and changed documents, forget the removed ones, and make all lists anew."""
    for id in removed:
        session.execute(delete(Document).where(Document.id == id))
    for document in documents:
        session.merge(Document(**document))
    session.flush()
    _remake_lists(session)


def _remake_lists(session: Session) -> None:
    with RelatedIndex() as index:
        rows = session.execute(select(Document.id, Document.title, Document.text))
        index.add_many([{"id": row.id, "title": row.title, "text": row.text} for row in rows])
        ids = session.scalars(select(Document.id)).all()
        lists = [
            {"document_id": id, "rank": rank, "other_id": other, "score": score}
            for id in ids
            for rank, (other, score) in enumerate(index.related(id, LIST_LENGTH))
        ]
    session.execute(delete(Relation))
    if lists:
        session.execute(insert(Relation), lists)
