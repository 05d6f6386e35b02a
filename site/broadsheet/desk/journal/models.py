"""The table of what was done."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ...storage import Base


class Entry(Base):
    """One act. `who` is the name by which somebody signed in, `subject` names the one thing of its `kind`.

    `before` and `after` say what was so and is so. They hold nothing by which a reader could be told, as nothing is removed
    here: no text of a comment, no address. What was done at one press of a button has one `batch`.
    """

    __tablename__ = "broadsheet_desk_journal"
    __table_args__ = (Index(None, "kind", "subject", "id"), Index(None, "who", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    moment: Mapped[datetime]
    who: Mapped[str]
    act: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    note: Mapped[str]
    batch: Mapped[str] = mapped_column(index=True)
