"""The transaction in which an account is changed, with its entry in the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from ...storage import writing
from ..journal.writing import USER, new_batch, write_entry
from .passkeys import count_passkeys
from .users import find_user


@contextmanager
def changing(who: str, act: str, name: str) -> Iterator[tuple[Session, str]]:
    """Open the transaction in which `who` changes the account `name`; give its session and the batch of the entry."""
    with writing() as session:
        batch, before = new_batch(), describe_user(session, name)
        yield session, batch
        after = describe_user(session, name)
        write_entry(session, who, act, USER, name.strip().lower(), before, after, batch=batch)


def describe_user(session: Session, name: str) -> dict[str, Any] | None:
    """Return what the journal keeps of an account: nothing that would help to sign in."""
    user = find_user(session, name)
    if user is None:
        return None
    factor, passkeys = user.code_salt is not None, count_passkeys(session, user)
    return {"role": user.role, "second_factor": factor, "passkeys": passkeys}
