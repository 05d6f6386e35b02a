"""Save an article: its file is written and published at once, and what was done is kept, all of it or nothing."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ...articles.publishing.folder import Draft, Read, make_draft
from ...articles.publishing.front_matter import Broken
from ...articles.publishing.one_file import publish_file
from ...articles.publishing.storing import lock_articles
from ...articles.publishing.unpublished import find_change
from ...settings import settings_of
from ...storage import writing
from ..journal.models import Entry
from ..journal.writing import ARTICLE, write_entry
from .files import LONGEST_FILE, TOO_LONG, Content, file_of, read_content, remove_file, write_content
from .versions import keep_version

WRITE, EDIT, RESTORE, PIN, UNPIN, HIDE, SHOW = "write", "edit", "restore", "pin", "unpin", "hide", "show"


SAME_WITHIN, MOST_LOOKED_AT = timedelta(hours=1), 20


class Changed(Exception):
    """The file is not what it was when somebody opened it; `present` is what it is now, None if it is gone."""

    def __init__(self, present: Content | None) -> None:
        super().__init__("the file was changed meanwhile")
        self.present = present


class Again(Exception):
    """A form of a new article was sent twice; `source` is the file that it became, `batch` what the journal calls that."""

    def __init__(self, source: str, batch: str) -> None:
        super().__init__("this was written a moment ago")
        self.source, self.batch = source, batch


def read_draft(content: Content) -> Draft:
    """Read what would be in a file as publishing reads it; raise `Broken`, whatever is odd about it."""
    settings = settings_of(current_app)
    read = Read(content.source, content.digest, content.text.encode())
    if len(read.content) > LONGEST_FILE:
        raise Broken(1, TOO_LONG)
    try:
        return make_draft(settings.content_folder, read, settings)
    except Broken:
        raise
    except Exception as error:  # As in publishing: no text may be too odd.
        current_app.logger.exception("%s could not be read.", content.source)
        raise Broken(1, "this file cannot be read as an article") from error


def save(who: str, act: str, content: Content, opened: str) -> str:
    """Save content that somebody made of the file whose digest was `opened`, "" for none; return the journal's batch.

    It is "" where the file says this already. Raise `Broken` for content that cannot be published, `Changed`, or
    `NotWritten`, or `Again` for a new article; then nothing was done. The file is written last, and put back if the database
    does not take the rest.
    """
    draft = read_draft(content)
    before: Content | None = None
    is_written = False
    try:
        with writing() as session:
            lock_articles(session)
            if act == WRITE:
                refuse_again(session, who, content)
            before = read_content(content.source)
            if (before.digest if before else "") != opened:
                raise Changed(before)
            if before and before.digest == content.digest:
                return ""
            publish_file(session, draft)
            now = datetime.now(UTC)
            if before:
                keep_version(session, before, None, find_change(file_of(content.source)))
            keep_version(session, content, who, now)
            digests = ({"digest": before.digest} if before else None, {"digest": content.digest})
            batch = write_entry(session, who, act, ARTICLE, content.source, *digests).batch
            write_content(content, is_new=before is None)
            is_written = True
    except SQLAlchemyError:
        if is_written:
            _put_back(content.source, before)
        raise
    return batch


def refuse_again(session: Session, who: str, content: Content) -> None:
    """Raise `Again` where somebody wrote the very same a short while ago, and it is there still."""
    query = select(Entry).where(
        Entry.who == who, Entry.act == WRITE, Entry.moment > datetime.now(UTC) - SAME_WITHIN
    )
    for entry in session.scalars(query.order_by(Entry.id.desc()).limit(MOST_LOOKED_AT)):
        if (entry.after or {}).get("digest") == content.digest and is_there(entry.subject, content.digest):
            raise Again(entry.subject, entry.batch)


def is_there(source: str, digest: str) -> bool:
    """Whether a file is what it was."""
    try:
        present = read_content(source)
    except Broken:
        return False
    return present is not None and present.digest == digest


def _put_back(source: str, before: Content | None) -> None:
    if before:
        write_content(before, is_new=False)
    else:
        remove_file(source)
