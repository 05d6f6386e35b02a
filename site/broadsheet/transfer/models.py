"""The table of what moved in."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ..storage import Base


class Brought(Base):
    """What came in, and from where: a second import recognises it by this, even when it was removed here since.

    `origin` names the site or the file that it came from, `kind` what it is ("article", "comment"), `foreign_id` what it is
    called there and `own_id` here.
    """

    __tablename__ = "broadsheet_transfers"
    __table_args__ = (Index(None, "kind", "own_id"),)

    origin: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    foreign_id: Mapped[str] = mapped_column(primary_key=True)
    own_id: Mapped[str]
