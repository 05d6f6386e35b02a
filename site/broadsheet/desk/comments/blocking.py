"""Put something on the block list, or take it off. The journal says who and when, not what, as that may name a person."""

from datetime import UTC, datetime

from flask import current_app
from sqlalchemy.orm import Session

from ...comments.moderation.blocklist import KINDS
from ...comments.moderation.blocklist_file import append_entry, find_mistake, read_line, remove_line
from ...comments.moderation.links import find_host, read_host
from ...languages import N_
from ...page_language import gettext
from ...settings import settings_of
from ...storage import lock_for_writing
from ..journal.writing import BLOCKLIST, list_batch, new_batch, write_entry

BLOCK, UNBLOCK = "block", "unblock"
UNKNOWN = "unknown"  # What the journal calls a line that begins with no kind.
LONGEST = 200
NO_KIND = N_("Choose what it is: a word, a domain, an address or an e-mail address.")
NO_VALUE = N_("Give one line of at most %(number)s characters, without the sign #.")
NOT_WRITTEN = N_("The file of the block list cannot be read or written: %(reason)s. Nothing was changed.")
NO_DOMAIN = N_("This is not a domain. Write it like example.org.")


class NotBlocked(ValueError):
    """What was asked for is no entry; the message says why."""


def make_entry(kind: str, value: str) -> str:
    """Return an entry as the file has it, such as `domain example.org`; raise `NotBlocked`."""
    value = " ".join(value.split()).lower()
    if kind not in KINDS:
        raise NotBlocked(gettext(NO_KIND))
    if not value or len(value) > LONGEST or "#" in value or not value.isprintable():
        raise NotBlocked(gettext(NO_VALUE, number=LONGEST))
    if kind == "domain":
        value = read_host(find_host(value) or value).removeprefix("www.")
        if "." not in value or "/" in value or " " in value:
            raise NotBlocked(gettext(NO_DOMAIN))
    mistake = find_mistake(f"{kind} {value}")
    if mistake:
        raise NotBlocked(mistake)
    return f"{kind} {value}"


def hold_file(session: Session) -> None:
    """Let nobody else change the file until the transaction ends, which begins here: SQLite would begin it later."""
    session.connection()
    lock_for_writing(session, BLOCKLIST)


def block(session: Session, who: str, entry: str) -> str:
    """Add an entry in the caller's transaction; return the name of that in the journal, nothing if it is there already.

    Raise `OSError` where the file cannot be written. The line tells that name too, by which it is found again.
    """
    hold_file(session)
    batch, day = new_batch(), datetime.now(UTC).date()
    if not append_entry(settings_of(current_app), entry, f"{who}, {day}, {batch}"):
        return ""
    return _note(session, who, BLOCK, entry.partition(" ")[0], batch)


def unblock(session: Session, who: str, line: str) -> str:
    """Remove a line in the caller's transaction; return the name of that in the journal, nothing if it is not there."""
    hold_file(session)
    entry = read_line(line).entry
    if not entry or not remove_line(settings_of(current_app), lambda one: one == line):
        return ""
    # What was written by hand may name a person where a kind belongs.
    kind = entry.split()[0].lower()
    return _note(session, who, UNBLOCK, kind if kind in KINDS else UNKNOWN, new_batch())


def unblock_batch(session: Session, who: str, batch: str) -> str:
    """Take back what was blocked under a name of the journal, if it still stands there; return the name of that."""
    blocked = [entry for entry in list_batch(session, batch) if entry.act == BLOCK]
    hold_file(session)
    if not blocked or not remove_line(settings_of(current_app), lambda line: line.endswith(f", {batch}")):
        return ""
    return _note(session, who, UNBLOCK, blocked[0].subject, new_batch())


def _note(session: Session, who: str, act: str, kind: str, batch: str) -> str:
    return write_entry(session, who, act, BLOCKLIST, kind, batch=batch).batch


def tell_unwritten(error: OSError | UnicodeDecodeError) -> str:
    """Say that the file could not be written, and log where."""
    current_app.logger.error("The block list was not changed: %s", error)
    return gettext(NOT_WRITTEN, reason=getattr(error, "strerror", None) or "UTF-8")
