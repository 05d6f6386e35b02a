"""Keep every document's list ready, so that showing a page only reads it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from ..storage import lock_for_writing, reading, writing
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
    """Take in new and changed documents and forget the removed ones; `refresh_lists` then follows."""
    for id in removed:
        session.execute(delete(Document).where(Document.id == id))
    for document in documents:
        session.merge(Document(**document, listed=False))
    session.flush()


def refresh_lists() -> None:
    """Make all lists anew if there is a document that they do not know yet.

    Comparing takes long, so it is done before the transaction that writes the lists.
    """
    if reading().scalars(select(Document.id).where(~Document.listed).limit(1)).first() is None:
        return
    rows = reading().execute(select(Document.id, Document.title, Document.text)).all()
    with RelatedIndex() as index:
        index.add_many([{"id": row.id, "title": row.title, "text": row.text} for row in rows])
        lists = {row.id: index.related(row.id, LIST_LENGTH) for row in rows}
    with writing() as session:
        lock_for_writing(session, "related.lists")
        _write_lists(session, lists)


def _write_lists(session: Session, lists: dict[str, list[tuple[str, float]]]) -> None:
    present = set(session.scalars(select(Document.id)))
    relations = [
        {"document_id": id, "rank": rank, "other_id": other, "score": score}
        for id, found in lists.items()
        for rank, (other, score) in enumerate(found)
        if id in present and other in present
    ]
    session.execute(delete(Relation))
    if relations:
        session.execute(insert(Relation), relations)
    # One statement for each document: a single one with all ids would pass the databases' limit on a large archive.
    session.execute(update(Document), [{"id": id, "listed": True} for id in lists if id in present])
