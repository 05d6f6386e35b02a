"""The table of earlier versions."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ...storage import Base


class Version(Base):
    """An article's file as it was saved at the desk, whole.

    `who` is None for what was in the folder before, changed elsewhere; `digest` is the SHA-256 of the file, in hex.
    """

    __tablename__ = "broadsheet_desk_versions"
    __table_args__ = (Index(None, "source", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    digest: Mapped[str]
    made: Mapped[datetime]
    who: Mapped[str | None]
    content: Mapped[str]
