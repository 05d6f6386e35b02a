"""Which backups were made, as the database remembers."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Backup


def note_backup(session: Session, file: Path) -> Backup:
    """Remember, in the caller's transaction, a backup that was made now."""
    backup = Backup(made=datetime.now(UTC), place=str(file.resolve()), bytes=file.stat().st_size)
    session.add(backup)
    return backup


def find_last_backup(session: Session) -> Backup | None:
    return session.scalars(select(Backup).order_by(Backup.id.desc()).limit(1)).first()
