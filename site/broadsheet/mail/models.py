"""The table of mails that wait to be sent."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from ..storage import Base


class Mail(Base):
    """A mail to one recipient; it is removed as soon as the mail server has taken it.

    `attempts` counts the tries that failed, `error` says why the last did. `next_try` is NULL once it is given up.
    """

    __tablename__ = "broadsheet_mails"
    # SQLite would give the id of a mail that was sent to the next one, and so their Message-IDs would begin alike.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    headers: Mapped[dict[str, Any]]
    made: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime | None] = mapped_column(index=True)
    error: Mapped[str] = mapped_column(default="")
