"""Write down what is done, in the transaction in which it is done."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Entry

COMMENT, THREAD, ARTICLE, BLOCKLIST, USER, LEDGER, READER = (
    "comment",
    "thread",
    "article",
    "blocklist",
    "user",
    "ledger",
    "reader",
)
KINDS = (COMMENT, THREAD, ARTICLE, BLOCKLIST, USER, LEDGER, READER)


def new_batch() -> str:
    """Return a name for what one press of a button does."""
    return secrets.token_hex(8)


def write_entry(
    session: Session,
    who: str,
    act: str,
    kind: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
    batch: str = "",
) -> Entry:
    """Add an act to the journal in the caller's transaction; without a `batch` it is one of its own."""
    entry = Entry(
        moment=datetime.now(UTC),
        who=who,
        act=act,
        kind=kind,
        subject=subject,
        before=before,
        after=after,
        note=note,
        batch=batch or new_batch(),
    )
    session.add(entry)
    session.flush()
    return entry


def list_batch(session: Session, batch: str) -> list[Entry]:
    """Return what one press of a button did, in its order."""
    return list(session.scalars(select(Entry).where(Entry.batch == batch).order_by(Entry.id)))
