"""The tables of the relation: the documents, the ready-made list of each, and how far the lists are."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ..storage import Base


class Document(Base):
    """Anything that can be related: what is compared, and what a link to it shows.

    `pinned` and `unrelated` are ids: what an editor wants first in its list, and never. `digest` tells one version of
    what is compared from another; `listed` is False until lists have been made that know this one.
    """

    __tablename__ = "broadsheet_related_documents"
    # Both are asked of all documents at once, which must not read their texts.
    __table_args__ = (Index("ix_broadsheet_related_documents_listed_id_digest", "listed", "id", "digest"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    address: Mapped[str]
    published: Mapped[datetime | None] = mapped_column(index=True)
    section: Mapped[str | None]
    tags: Mapped[list[str]]
    series: Mapped[str | None]
    picture: Mapped[dict[str, Any] | None]
    pinned: Mapped[list[str]]
    unrelated: Mapped[list[str]]
    digest: Mapped[str]
    listed: Mapped[bool]


class ReadyList(Base):
    """What is like a document: `others` are pairs [id, score], the best first; `copies` the ids of its near-duplicates.

    Neither is a foreign key: what was removed meanwhile is passed over when the list is shown.
    """

    __tablename__ = "broadsheet_related_lists"

    document_id: Mapped[str] = mapped_column(
        ForeignKey("broadsheet_related_documents.id", ondelete="CASCADE"), primary_key=True
    )
    others: Mapped[list[Any]]
    copies: Mapped[list[str]]


class Removal(Base):
    """A document that is gone, until the lists know."""

    __tablename__ = "broadsheet_related_removals"

    document_id: Mapped[str] = mapped_column(primary_key=True)


class State(Base):
    """One row: the mark that the lists and the index from which they were written have in common."""

    __tablename__ = "broadsheet_related_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[str]
