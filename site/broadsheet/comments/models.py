"""The table of the thread."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ..storage import Base

APPROVED, HELD, SPAM, DELETED = "approved", "held", "spam", "deleted"
LARGEST_ID = 2**31 - 1  # What an integer column of PostgreSQL holds.
STATUSES = (APPROVED, HELD, SPAM, DELETED)


class Comment(Base):
    """One comment. `thread` is any key that a page gives its thread.

    `position` is the parent's position with the comment's own id behind it, each in ten digits: sorted by it, a
    thread stands in reading order, replies below what they answer.
    """

    __tablename__ = "broadsheet_comments"
    __table_args__ = (Index("ix_broadsheet_comments_thread_position", "thread", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("broadsheet_comments.id"), index=True)
    position: Mapped[str]
    depth: Mapped[int]
    status: Mapped[str] = mapped_column(index=True)
    reasons: Mapped[list[str]]
    name: Mapped[str]
    email: Mapped[str]
    website: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    written: Mapped[datetime]
