"""Who is to know what moderators decide elsewhere than at the desk: by the link of a mail, or by a command."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager

from flask import Flask, current_app
from sqlalchemy.orm import Session

KEY = "broadsheet.comments.witnesses"
BY_MAIL, BY_COMMAND = "(mail)", "(command line)"

Witness = Callable[[Session, str, str, Sequence[int]], AbstractContextManager[object]]


def add_witness(app: Flask, witness: Witness) -> None:
    """Have `witness(session, who, act, ids)` entered before comments are decided on, and left after, in one transaction."""
    app.extensions.setdefault(KEY, []).append(witness)


@contextmanager
def witnessed(session: Session, who: str, act: str, ids: Sequence[int]) -> Iterator[None]:
    """Let all who are to know see what is decided within; `act` is approve, hold, spam or delete."""
    with ExitStack() as all_of_them:
        for witness in current_app.extensions.get(KEY, ()):
            all_of_them.enter_context(witness(session, who, act, ids))
        yield
