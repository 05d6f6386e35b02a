"""The newsroom changes what a reader wrote: what it said before is kept, and a note tells readers why."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Comment, Version
from ..spam.learning import learn_as

LONGEST_NOTE = 200


def edit_by_staff(session: Session, comment: Comment, text: str, html: str, note: str) -> Version:
    """Give a comment another text in the caller's transaction, which has locked its thread; return what it said before.

    It stays as it was decided on, and what was learned of it is learned of the new words instead.
    """
    now = datetime.now(UTC)
    version = Version(
        comment_id=comment.id,
        text=comment.text,
        html=comment.html,
        note=comment.note,
        edited=comment.edited,
        replaced=now,
    )
    session.add(version)
    _replace_words(session, comment, text, html)
    comment.note, comment.edited = note, now
    session.flush()
    return version


def restore_version(session: Session, comment: Comment, version: Version) -> None:
    """Let a comment say again what it said before the newsroom changed it, in the caller's transaction."""
    _replace_words(session, comment, version.text, version.html)
    comment.note, comment.edited = version.note, version.edited
    session.delete(version)
    session.flush()


def list_versions(session: Session, id: int) -> list[Version]:
    """Return what a comment said before, the newest first."""
    return list(session.scalars(select(Version).where(Version.comment_id == id).order_by(Version.id.desc())))


def _replace_words(session: Session, comment: Comment, text: str, html: str) -> None:
    learned = comment.learned
    learn_as(session, comment, None)
    comment.text, comment.html = text, html
    session.flush()
    learn_as(session, comment, learned)
