"""Earlier versions of articles' files: each state that was saved at the desk, and those that a save replaced."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from .files import Content
from .models import Version

PAGE_LENGTH = 50


def keep_version(session: Session, content: Content, who: str | None, made: datetime) -> None:
    """Keep a state of a file, in the caller's transaction, unless the newest that is kept is the same."""
    newest = (
        select(Version.digest).where(Version.source == content.source).order_by(Version.id.desc()).limit(1)
    )
    if session.scalars(newest).first() != content.digest:
        session.add(
            Version(source=content.source, digest=content.digest, made=made, who=who, content=content.text)
        )
        session.flush()


def list_versions(session: Session, source: str, before: int | None = None) -> Sequence[Version]:
    """Return a page of versions, the newest first, without what is in them, and one more if there is a next page."""
    query = select(Version).where(Version.source == source).options(defer(Version.content))
    if before is not None:
        query = query.where(Version.id < before)
    return session.scalars(query.order_by(Version.id.desc()).limit(PAGE_LENGTH + 1)).all()


def find_version(session: Session, source: str, id: int) -> Version | None:
    return session.scalars(select(Version).where(Version.source == source, Version.id == id)).one_or_none()


def find_one_before(session: Session, version: Version) -> Version | None:
    query = select(Version).where(Version.source == version.source, Version.id < version.id)
    return session.scalars(query.order_by(Version.id.desc()).limit(1)).first()
