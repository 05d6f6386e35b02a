"""The first comments of a thread as plain facts, for pages that tell machines of them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from ...sanitise import strip_markup
from ..models import APPROVED
from .arranging import Shown
from .once import find_part
from .page import default_order, read_wanted
from .thread import Wanted

# What machines are told stands on the page a second time, so it is kept short.
MOST, LONGEST = 10, 300


def describe_thread(session: Session, key: str) -> list[dict[str, Any]]:
    """Return the comments that everyone sees first: `{"id", "name", "text", "written", "edited", "answers": [the same]}`.

    Where the page shows another part of the thread, nothing is told: machines may be told of what stands there only.
    """
    if read_wanted() != Wanted(default_order()):
        return []
    return nest(find_part(session, key).shown)


def nest(shown: Sequence[Shown]) -> list[dict[str, Any]]:
    """Return at most `MOST` comments, answers inside; those to a removed comment stand in its place."""
    top: list[dict[str, Any]] = []
    around, told = [top], 0
    for comment in shown:
        if told == MOST:
            break
        if comment.status == APPROVED:
            described = _describe(comment)
            around[-1].append(described)
            around.append(described["answers"])
            told += 1
        else:
            around.append(around[-1])
        del around[len(around) - comment.closes :]
    return top


def shorten(text: str, longest: int = LONGEST) -> str:
    """Return a text as one line, cut between words where it is longer."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return (line[:longest].rpartition(" ")[0] or line[:longest]) + "…"


@lru_cache(1_000)  # Most of them come again when the page is made anew.
def _tell_text(html: str) -> str:
    return shorten(strip_markup(html))


def _describe(comment: Shown) -> dict[str, Any]:
    return {
        "id": comment.id,
        "name": comment.name,
        "text": _tell_text(comment.html),
        "written": comment.written,
        "edited": comment.edited,
        "answers": [],
    }
