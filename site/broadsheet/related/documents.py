"""What an app hands over to be related, and how the database takes it in."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NotRequired, TypedDict

from sqlalchemy import and_, delete
from sqlalchemy.orm import Session

from ..storage import insert_for, lock_for_writing
from .describing import digest_of
from .models import Document, Removal


class Described(TypedDict):
    """A document as an app hands it over; `address` is the link to it.

    `picture` is what the template shows beside the title. `pinned` and `unrelated` are ids: what comes first in its list,
    and what never stands in it, nor it in theirs.
    """

    id: str
    title: str
    text: str
    address: str
    published: NotRequired[datetime | None]
    section: NotRequired[str | None]
    tags: NotRequired[list[str]]
    series: NotRequired[str | None]
    picture: NotRequired[dict[str, Any] | None]
    pinned: NotRequired[list[str]]
    unrelated: NotRequired[list[str]]


def replace_documents(session: Session, documents: Iterable[Described], removed: Iterable[str] = ()) -> None:
    """Take in new and changed documents and forget the removed ones; `refresh_lists` then follows.

    They are taken in the order of their ids, so that those who write at once do not wait for each other in a circle.
    """
    lock_related(session)
    gone = [{"document_id": id} for id in sorted(set(removed))]
    if gone:
        for row in gone:
            session.execute(delete(Document).where(Document.id == row["document_id"]))
        session.execute(insert_for(session)(Removal.__table__).on_conflict_do_nothing(), gone)
    rows = [_fill_in(document) for document in sorted(documents, key=lambda document: document["id"])]
    if rows:
        session.execute(_make_upsert(session), rows)
        for row in rows:
            session.execute(delete(Removal).where(Removal.document_id == row["id"]))


def lock_related(session: Session) -> None:
    """Let nobody else write documents or lists until the transaction ends.

    Triggers note that one changed, in a row that all share; who holds it must not wait for another's document.
    """
    lock_for_writing(session, "related")


def _fill_in(document: Described) -> dict[str, Any]:
    """Return a row of the table; its moment is in UTC, as it will be read, since the digest holds it."""
    published = document.get("published")
    row: dict[str, Any] = {
        "id": document["id"],
        "title": document["title"],
        "text": document["text"],
        "address": document["address"],
        "published": published.astimezone(UTC) if published else None,
        "section": document.get("section"),
        "tags": list(document.get("tags", ())),
        "series": document.get("series"),
        "picture": document.get("picture"),
        "pinned": list(document.get("pinned", ())),
        "unrelated": list(document.get("unrelated", ())),
        "listed": False,
    }
    return {**row, "digest": digest_of(row)}


def _make_upsert(session: Session) -> Any:
    """Return the statement that takes in a row; where only its link is new, its list stays as good as it was."""
    insert = insert_for(session)(Document.__table__)
    changes: dict[str, Any] = {
        column.name: insert.excluded[column.name]
        for column in Document.__table__.columns
        if column.name != "id"
    }
    changes["listed"] = and_(Document.listed, Document.digest == insert.excluded.digest)
    return insert.on_conflict_do_update(index_elements=["id"], set_=changes)
