"""A comment on its way in, and what a phase can make of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Submission:
    """A comment on its way in.

    `verified`: the writer's browser has shown that the e-mail address is theirs. `staff`: the newsroom writes. `network` is
    the address that it comes from, `visitor` names who sent it for a day (`delivery.visitors`). `seconds` is how long ago
    the form was opened, `opened` when the page was published on which the thread stands. What is not known is None.
    `html` is what `render_comment` made of the text, where that is done already. `is_change`: the comment stands already.
    """

    thread: str
    parent_id: int | None
    name: str
    email: str
    website: str
    text: str
    honeypot: str = ""
    address: str = ""
    title: str = ""
    opened: datetime | None = None
    visitor: str | None = None
    network: str = ""
    verified: bool = False
    staff: bool = False
    seconds: float | None = None
    html: str = ""
    is_change: bool = False


@dataclass(frozen=True)
class Verdict:
    """What becomes of a comment: a status of `models.STATUSES`, and why, in sentences for moderators."""

    status: str
    reasons: list[str]


APPROVED_BY_STAFF = Verdict("approved", ["The newsroom wrote it."])


class Refused(Exception):
    """A comment is not taken; the message says why and what to do."""


class AlreadyPosted(Exception):
    """The same comment was posted before, as `id`: a form sent twice."""

    def __init__(self, id: int) -> None:
        super().__init__(f"posted as {id}")
        self.id = id


Phase = Callable[[Session, Submission], Verdict | None]
