"""What `broadsheet doctor` asks of the backups: is the last one recent?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from .noting import find_last_backup

OLD = timedelta(days=8)  # So that one a week is enough.


def find_problems(session: Session) -> Iterator[str]:
    """Yield a sentence when the last backup is old; where none was ever made, another program may make them."""
    last = find_last_backup(session)
    if last and last.made < datetime.now(UTC) - OLD:
        days = (datetime.now(UTC) - last.made).days
        yield f"The last backup is {days} days old. Run `broadsheet backup`, best by a timer."
