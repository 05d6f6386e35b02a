"""The sender: claim what is due, hand it to the mail server, remove what it took.

A claim is a lease: it moves the next try ahead, in a short transaction. Two senders therefore never send the same, and the
mails of a sender that is killed are due again when the lease ends. Between a server's yes and the removal of the row a
kill sends a mail twice, with the same Message-ID; nothing is ever lost.
"""

import smtplib
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import Update, delete, select, update

from ..storage import writing
from .connection import Unreachable, connect
from .handing import Failure, hand_over
from .models import Mail
from .server import Server

LEASE = timedelta(minutes=10)
# After so long no further mail of a batch is begun: the lease must not end, and other chores want their turn.
BATCH_SECONDS = 60
LONGEST_WAIT_MINUTES = 60
# Given up after so long (RFC 5321, 4.5.4.1), and so many tries, which take two hours: a site that was switched off for a
# week, and a mail that an editor retries, have their tries too.
OLDEST = timedelta(days=5)
FEWEST_ATTEMPTS = 8


@dataclass(frozen=True)
class Sent:
    """How many mails the server took, how many are tried again later, and how many are not."""

    sent: int = 0
    deferred: int = 0
    given_up: int = 0

    def __str__(self) -> str:
        parts = {"sent": self.sent, "to be tried again": self.deferred, "given up": self.given_up}
        return ", ".join(f"{count} {what}" for what, count in parts.items() if count)


@dataclass
class Batch:
    """Mails that this sender has claimed, and what became of them."""

    waiting: list[Mail]
    begun: float = field(default_factory=time.monotonic)
    counts: dict[str, int] = field(default_factory=lambda: {"sent": 0, "deferred": 0, "given_up": 0})

    @property
    def has_time(self) -> bool:
        return time.monotonic() - self.begun < BATCH_SECONDS


def send_due(limit: int = 100) -> Sent:
    """Send what is due, at most `limit` mails; whatever cannot be sent now stays, with the reason.

    Raises SQLAlchemy's errors: where the database cannot say what was sent, nothing more is. There must be a mail server.
    """
    server: Server = current_app.extensions["broadsheet.mail"]
    batch = Batch(claim_due(limit))
    while batch.waiting and batch.has_time:
        try:
            _send_over_one_connection(batch, server)
        except Unreachable as error:
            current_app.logger.warning("%s; %d mails are tried again later.", error, len(batch.waiting))
            _record_failures(batch, batch.waiting, Failure(str(error)))
            batch.waiting = []
    if batch.waiting:
        _give_back(batch.waiting)
    return Sent(**batch.counts)


def claim_due(limit: int) -> list[Mail]:
    """Take a lease on the mails that have been due for longest, and return them."""
    now = datetime.now(UTC)
    query = select(Mail).where(Mail.next_try <= now).order_by(Mail.next_try, Mail.id).limit(limit)
    with writing() as session:
        # SQLite knows no locks of rows and needs none: this transaction is its only writer.
        mails = list(session.scalars(query.with_for_update(skip_locked=True)))
        for mail in mails:
            mail.next_try = now + LEASE
    return mails


def _send_over_one_connection(batch: Batch, server: Server) -> None:
    """Send until the batch or the connection is at its end; raise `Unreachable` when there is none to begin with."""
    smtp = connect(server)
    try:
        while (
            batch.waiting and batch.has_time and smtp.sock is not None
        ):  # The server may have said goodbye (421).
            mail = batch.waiting.pop(0)
            try:
                failure = hand_over(smtp, mail, server)
            except (
                Unreachable
            ) as error:  # It may be this mail that the server cannot bear, so the others go on.
                _record_failures(batch, [mail], Failure(str(error)))
                return
            if failure:
                _record_failures(batch, [mail], failure)
            else:
                _record_sent(batch, mail)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        smtp.close()


def _record_sent(batch: Batch, mail: Mail) -> None:
    with writing() as session:
        session.execute(delete(Mail).where(Mail.id == mail.id))
    batch.counts["sent"] += 1


def _record_failures(batch: Batch, mails: Iterable[Mail], failure: Failure) -> None:
    now = datetime.now(UTC)
    with writing() as session:
        for mail in mails:
            attempts = mail.attempts + 1
            tired = attempts >= FEWEST_ATTEMPTS and mail.made < now - OLDEST
            given_up = failure.permanent or tired
            next_try = None if given_up else now + wait_after(attempts)
            session.execute(
                _still_ours(mail).values(attempts=attempts, next_try=next_try, error=failure.error)
            )
            batch.counts["given_up" if given_up else "deferred"] += 1
            if given_up:
                current_app.logger.warning("Mail %d is given up; `broadsheet mail list` says why.", mail.id)


def _give_back(mails: Iterable[Mail]) -> None:
    now = datetime.now(UTC)
    with writing() as session:
        for mail in mails:
            session.execute(_still_ours(mail).values(next_try=now))


def _still_ours(mail: Mail) -> Update:
    """Begin to change a mail, unless its lease ended, as on a machine that slept, and another sender has it now."""
    return update(Mail).where(Mail.id == mail.id, Mail.next_try == mail.next_try)


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed tries: 1, 2, 4 … minutes, at most an hour."""
    return timedelta(minutes=min(2 ** (attempts - 1), LONGEST_WAIT_MINUTES))
