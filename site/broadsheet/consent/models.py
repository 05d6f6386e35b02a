"""The ledger's table: one row for each choice, each holding the hash of the row before."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from ..storage import Base


class Record(Base):
    """One choice. No address and no user agent: nothing here says who the reader is."""

    __tablename__ = "broadsheet_consent_records"

    number: Mapped[int] = mapped_column(primary_key=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    time: Mapped[datetime]
    action: Mapped[str]
    surface: Mapped[str]
    granted: Mapped[list[str]]
    refused: Mapped[list[str]]
    policy_version: Mapped[str]
    notice_hash: Mapped[str]
    language: Mapped[str]
    mode: Mapped[str]
    region: Mapped[str | None]
    gpc: Mapped[bool]
    expires: Mapped[datetime]
    before: Mapped[str | None] = mapped_column(index=True)
    controller: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
