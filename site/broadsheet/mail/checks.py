"""What `broadsheet doctor` asks of the outbox: does mail leave?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .models import Mail
from .outbox import count_given_up

LATE = timedelta(hours=1)


def find_problems(session: Session) -> Iterator[str]:
    """Yield what keeps mails from leaving, each as a sentence that says what to do."""
    given_up = count_given_up(session)
    if given_up:
        yield f"{given_up} mails were given up. `broadsheet mail list` says why."
    old = Mail.made < datetime.now(UTC) - LATE
    late = session.scalars(select(func.count()).where(Mail.next_try.is_not(None), old)).one()
    if late:
        yield f"{late} mails wait for more than an hour. `broadsheet mail list` says why; `broadsheet mail test` tries."
