"""The tables of the relation: the documents, and the ready-made list of each."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ..storage import Base


class Document(Base):
    """Anything that can be related: what is compared, and what a link to it shows.

    `listed` is False until lists have been made that know this version of it.
    """

    __tablename__ = "broadsheet_related_documents"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    address: Mapped[str]
    published: Mapped[datetime | None] = mapped_column(index=True)
    section: Mapped[str | None]
    tags: Mapped[list[str]]
    picture: Mapped[dict[str, Any] | None]
    listed: Mapped[bool]


class Relation(Base):
    """One line of a document's list of related ones; rank 0 stands first."""

    __tablename__ = "broadsheet_related_relations"

    document_id: Mapped[str] = mapped_column(
        ForeignKey("broadsheet_related_documents.id", ondelete="CASCADE"), primary_key=True
    )
    rank: Mapped[int] = mapped_column(primary_key=True)
    other_id: Mapped[str] = mapped_column(
        ForeignKey("broadsheet_related_documents.id", ondelete="CASCADE"), index=True
    )
    score: Mapped[float]
