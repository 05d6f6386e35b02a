"""The table of what came in from elsewhere."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ..storage import Base


class Brought(Base):
    """Something that came in: `kind` is `article` or `comment`, `origin` where it came from, `own_id` what it is here.

    By this a second import recognises it, even when it was removed here since.
    """

    __tablename__ = "broadsheet_transfers"
    __table_args__ = (Index(None, "kind", "own_id"),)

    origin: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    foreign_id: Mapped[str] = mapped_column(primary_key=True)
    own_id: Mapped[str]
