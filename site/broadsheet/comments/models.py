"""The tables of the thread."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from ..storage import Base

APPROVED, HELD, SPAM, DELETED = "approved", "held", "spam", "deleted"
LARGEST_ID = 2**31 - 1  # What an integer column of PostgreSQL holds.
STATUSES = (APPROVED, HELD, SPAM, DELETED)


class Thread(Base):
    """A thread, from its first comment on. `key` is any name that a page gives it; `shown` counts what everyone sees."""

    __tablename__ = "broadsheet_comments_threads"

    key: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str]
    title: Mapped[str]
    closed: Mapped[bool] = mapped_column(default=False)
    shown: Mapped[int] = mapped_column(default=0)


class Comment(Base):
    """One comment.

    `path` names the comments that it stands below, the outermost first, each id followed by a slash; `root_id` is the first
    of them. `answers` counts the approved comments below it. It has a place in the thread (`shown`) when it is approved, or
    when something that stands below it is. `verified`: the writer's browser had shown that the e-mail address is theirs;
    `staff`: the newsroom wrote it; `announced`: those who watch for it were told. `learned` says as what its words were
    counted (`spam.learning`), if they were. `note` says why the newsroom changed what its writer wrote, if it did.
    `earlier_reasons` are those that decisions at the desk replaced, the newest last, for whoever takes such a decision back.
    """

    __tablename__ = "broadsheet_comments"
    __table_args__ = (
        Index(None, "thread", "root_id", "shown", "written", "id"),
        Index(None, "thread", "root_id", "shown", "answers", "id"),
        Index(None, "root_id", "shown", "id"),
        Index(None, "visitor", "written"),
        Index(None, "email"),
        Index(
            "ix_broadsheet_comments_staff",
            "name",
            sqlite_where=sql("staff = 1"),
            postgresql_where=sql("staff"),
        ),
        Index(None, "status", "id"),
        Index(None, "status", "written", "id"),
        Index(None, "thread", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("broadsheet_comments.id"), index=True)
    root_id: Mapped[int | None]
    path: Mapped[str]
    status: Mapped[str]
    reasons: Mapped[list[str]]
    earlier_reasons: Mapped[list[Any] | None]
    shown: Mapped[bool]
    answers: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    email: Mapped[str]
    website: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    written: Mapped[datetime]
    edited: Mapped[datetime | None]
    decided: Mapped[datetime | None]
    visitor: Mapped[str | None]
    verified: Mapped[bool] = mapped_column(default=False)
    staff: Mapped[bool] = mapped_column(default=False)
    announced: Mapped[bool] = mapped_column(default=False)
    learned: Mapped[str | None]
    note: Mapped[str | None]


class Version(Base):
    """What a comment said before the newsroom changed it, with the `note` and the moment of editing that it had then."""

    __tablename__ = "broadsheet_comments_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(index=True)
    text: Mapped[str]
    html: Mapped[str]
    note: Mapped[str | None]
    edited: Mapped[datetime | None]
    replaced: Mapped[datetime]


class News(Base):
    """A comment of which somebody is still to be told: those who watch, when it is shown, or moderators, when it waits.

    `told_until` is the id of the last watch that was told of it.
    """

    __tablename__ = "broadsheet_comments_news"

    comment_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    told_until: Mapped[int] = mapped_column(default=0)


class Watch(Base):
    """Somebody who is told by e-mail of new comments in a thread, or with `comment_id` of the answers below a comment.

    `comment_id` is 0 for the whole thread. Nothing is told before the owner of the address has confirmed it.
    """

    __tablename__ = "broadsheet_comments_watches"
    __table_args__ = (UniqueConstraint("email", "thread", "comment_id"), Index(None, "thread", "confirmed"))

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    thread: Mapped[str]
    comment_id: Mapped[int]
    confirmed: Mapped[bool]
    made: Mapped[datetime]


# For statements that run for every comment: what knows of no objects runs in a third of the time.
THREADS, COMMENTS = Base.metadata.tables[Thread.__tablename__], Base.metadata.tables[Comment.__tablename__]
