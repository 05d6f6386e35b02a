"""What a view says of the page that it makes: whether it may be kept, until what changes, and until when.

Without the page cache in front, as in somebody else's app, nobody asks.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import has_request_context, request

NOTE = (
    "broadsheet.keeping"  # Where the cache leaves a `Keeping` in the WSGI environment, for the view to fill.
)


@dataclass(frozen=True)
class Place:
    """For which readers, by their number, and for which address a page is made.

    What is one reader's alone is not in the number. `is_shared` looks once more who asks: whether they still are those, and
    what was made can be shown to all of them.
    """

    readers: int
    target: str
    is_shared: Callable[[], bool]

    @property
    def key(self) -> tuple[int, str]:
        return self.readers, self.target


@dataclass
class Keeping:
    """What was said: the names whose change ends it, the moment that ends it, and what differs though it means the same.

    `varying` gives for each such text what it means. `for_everyone`: it is the same whoever asks. `shown` is what is counted
    when it is shown. `variant` is for whom it was made (`page_cache.readers`), None for one reader alone; `is_alone`: that
    was known before. `place` is where its parts are kept (`parts`). `begun`: what is due from then on may not be on it.
    """

    kept: bool = False
    names: set[str] = field(default_factory=set)
    until: datetime | None = None
    for_everyone: bool = False
    varying: dict[bytes, bytes] = field(default_factory=dict)
    shown: tuple[object, ...] = ()
    variant: int | None = None
    place: Place | None = None
    is_alone: bool = False
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))


def is_asked() -> bool:
    """Whether somebody asks: a cache, which then answers those who have the page already."""
    return find_keeping() is not None


def place_of_page() -> Place | None:
    """Return where the parts of the page being made are kept; None where nothing is kept."""
    keeping = find_keeping()
    return keeping.place if keeping else None


def is_alone() -> bool:
    """Whether the page being made will not be kept, as it is one reader's alone, or nobody asks."""
    keeping = find_keeping()
    return keeping is None or keeping.is_alone


def when_begun() -> datetime:
    """Return when the page being made was begun, in UTC."""
    keeping = find_keeping()
    return keeping.begun if keeping else datetime.now(UTC)


def keep_page(*names: str, for_everyone: bool = False) -> None:
    """Let the page being made be kept until something of these names changes (`storage.changes`).

    A view says so; all else that its page is made of must be among what tells readers apart (`page_cache.traits`).
    """
    keeping = find_keeping()
    if keeping:
        keeping.kept, keeping.for_everyone = True, for_everyone
        keeping.names.update(names)


def depend_on(*names: str) -> None:
    """Say that a part of the page ends with a change of these names too, if the page is kept."""
    keeping = find_keeping()
    if keeping:
        keeping.names.update(names)


def keep_until(moment: datetime | None) -> None:
    """Let it be kept until a moment at the latest; None, or one that was past when it was begun, limits nothing."""
    keeping = find_keeping()
    if keeping and moment and moment > keeping.begun:
        keeping.until = min(keeping.until or moment, moment)


def kept_until() -> datetime | None:
    """Return the moment that ends the page being made, as far as that was said."""
    keeping = find_keeping()
    return keeping.until if keeping else None


def keep_for(seconds: float) -> None:
    """Let it be kept so long at the most."""
    keep_until(datetime.now(UTC) + timedelta(seconds=seconds))


def pass_over(varying: str, meaning: str) -> None:
    """Say what a text on the page means, which differs each time: only another meaning makes another version of the page."""
    keeping = find_keeping()
    if keeping:
        keeping.varying[varying.encode()] = meaning.encode()


def note_shown(facts: tuple[object, ...]) -> None:
    """Say what is to be counted whenever the page is shown again (`delivery.showings`)."""
    keeping = find_keeping()
    if keeping:
        keeping.shown = facts


def find_keeping() -> Keeping | None:
    """Return where the page being made says all this, or None where nobody asks."""
    found: Keeping | None = request.environ.get(NOTE) if has_request_context() else None
    return found
