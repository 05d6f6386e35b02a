"""The tables of the choice: the ledger, what is kept to prove it, and counts that say nothing about a reader."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ..storage import Base


class Record(Base):
    """One choice, holding the hash of the record before. No address and no user agent: nothing says who the reader is.

    `line` is the first receipt of the choices that one browser made one after the other; only the newest of a line holds.
    """

    __tablename__ = "broadsheet_consent_records"
    __table_args__ = (Index(None, "line", "number"), Index(None, "action", "time", "policy_version"))

    number: Mapped[int] = mapped_column(primary_key=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    time: Mapped[datetime]
    action: Mapped[str]
    surface: Mapped[str]
    granted: Mapped[list[str]]
    refused: Mapped[list[str]]
    categories: Mapped[dict[str, Any] | None]
    line: Mapped[str | None]
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


class ShownWording(Base):
    """A wording that somebody answered, under its hash, so that a record's hash leads to the words that were shown."""

    __tablename__ = "broadsheet_consent_wordings"

    hash: Mapped[str] = mapped_column(primary_key=True)
    policy_version: Mapped[str]
    language: Mapped[str]
    mode: Mapped[str]
    told: Mapped[dict[str, Any]]


class SealRow(Base):
    """The one row that says, signed, where the ledger begins and ends."""

    __tablename__ = "broadsheet_consent_seals"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[str]


class NoticeCount(Base):
    """How many pages showed the notice, on a day, under a policy."""

    __tablename__ = "broadsheet_consent_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    policy_version: Mapped[str] = mapped_column(primary_key=True)
    pages: Mapped[int]


class Refusal(Base):
    """Something that browsers refused to load, how often, and when it was reported first and last."""

    __tablename__ = "broadsheet_consent_refusals"

    directive: Mapped[str] = mapped_column(primary_key=True)
    blocked: Mapped[str] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int]
    first: Mapped[datetime]
    last: Mapped[datetime]
