"""The outbox: mails are put here in the transaction of what they tell of, and wait until the mail server takes them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session

from ..settings import settings_of
from .address import is_plain_address
from .models import Mail
from .words import make_plain, make_plain_text, shorten

LONGEST_SUBJECT = 200
LONGEST_HEADER = (
    900  # A line may have 998 characters (RFC 5322, 2.1.1), its name and what encodes it among them.
)
KEPT = timedelta(days=30)
# What a mail has anyway, and what would add recipients.
OWN_HEADERS = {"from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "auto-submitted"}


def offers_mail(app: Flask) -> bool:
    """Say whether mails are sent at all; nothing that needs them is to be offered otherwise."""
    return bool(settings_of(app).mail_server)


def put_mail(
    session: Session, recipient: str, subject: str, text: str, headers: Mapping[str, str] | None = None
) -> Mail:
    """Put a mail into the outbox, in the caller's transaction: it leaves if that is committed, and not otherwise.

    Subject, text and the values of headers may hold what strangers typed. Raises `ValueError` for a recipient that is not
    one plain address, and for a header that a mail must not be given.
    """
    if not is_plain_address(recipient):
        raise ValueError(
            f"{recipient!r} is not one plain e-mail address; a mail goes to one such as ada@example.org."
        )
    now = datetime.now(UTC)
    mail = Mail(
        recipient=recipient,
        subject=shorten(make_plain(subject), LONGEST_SUBJECT),
        text=make_plain_text(text),
        headers={name: _read_header(name, value) for name, value in (headers or {}).items()},
        made=now,
        next_try=now,
    )
    session.add(mail)
    return mail


def count_given_up(session: Session) -> int:
    """Return how many mails were given up, as the mail server would not take them."""
    return session.scalars(select(func.count()).where(Mail.next_try.is_(None))).one()


def count_waiting(session: Session) -> int:
    """Return how many mails wait, for their turn or for another try."""
    return session.scalars(select(func.count()).where(Mail.next_try.is_not(None))).one()


def retry_all(session: Session, now: datetime) -> int:
    """Make all mails due now: given up, as if they had never been tried, or waiting for a later try; return how many."""
    waiting = or_(Mail.next_try.is_(None), (Mail.next_try > now) & (Mail.attempts > 0))
    statement = update(Mail).where(waiting).values(next_try=now, attempts=0)
    return _count(session.execute(statement))


def forget_given_up(session: Session, now: datetime) -> int:
    """Remove what was given up and is 30 days old, and what nobody has tried to send for as long; return how many."""
    given_up = Mail.next_try.is_(None) & (Mail.made < now - KEPT)
    return _count(session.execute(delete(Mail).where(or_(given_up, Mail.next_try < now - KEPT))))


def forget_recipient(session: Session, recipient: str) -> None:
    """Remove the mails that still wait for an address, in the caller's transaction."""
    session.execute(delete(Mail).where(Mail.recipient == recipient))


def _read_header(name: str, value: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", name) or name.lower() in OWN_HEADERS:
        raise ValueError(f"A mail cannot be given the header {name!r}; name another.")
    if name.lower().startswith(("content-", "mime-")):
        raise ValueError(f"A mail is plain text, so it cannot be given the header {name!r}.")
    plain = make_plain(value)
    if len(plain) > LONGEST_HEADER:
        raise ValueError(f"The header {name} has {len(plain)} characters; it may have {LONGEST_HEADER}.")
    return plain


def _count(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
