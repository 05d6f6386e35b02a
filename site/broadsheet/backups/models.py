"""The table of the backups that were made."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from ..storage import Base


class Backup(Base):
    """A backup: when it was made, under which name, and how large it is. Whether it is there still, nobody knows."""

    __tablename__ = "broadsheet_backups"

    id: Mapped[int] = mapped_column(primary_key=True)
    made: Mapped[datetime]
    place: Mapped[str]
    bytes: Mapped[int] = mapped_column(BigInteger)
