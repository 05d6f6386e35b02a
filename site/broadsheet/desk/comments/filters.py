"""Which comments are wanted: what the address of the list asks for. What makes no sense asks for nothing."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import current_app
from werkzeug.datastructures import MultiDict

from ...comments.models import HELD, LARGEST_ID, STATUSES
from ...settings import settings_of

ALL = "all"
LONGEST, LONGEST_THREAD = 200, 1_000
FIRST_YEAR, LAST_YEAR = 1970, 9000  # Beyond them, what is a day somewhere is no date in UTC.


@dataclass(frozen=True)
class Filters:
    """`status` is one of `STATUSES` or `ALL`; `article` is a thread's key, `author` a name or an e-mail address.

    `since` and `until` are days in the site's time zone, both included; `before` is the id below which the page begins.
    """

    status: str = HELD
    article: str = ""
    author: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None

    def turn(self, status: str | None = None, before: int | None = None) -> dict[str, Any]:
        """Return the query of another page of the list, or of the first page of another status."""
        wanted = replace(self, status=status or self.status, before=before)
        query = {name: str(value) for name, value in asdict(wanted).items() if value}
        if wanted.status == HELD:
            del query["status"]
        return query

    @property
    def narrows(self) -> bool:
        """Whether anything but a status is asked for."""
        return any((self.article, self.author, self.text, self.since, self.until))


def read_filters(query: MultiDict[str, str]) -> Filters:
    status = query.get("status", "")
    return Filters(
        status=status if status in (*STATUSES, ALL) else HELD,
        article=read_words(query.get("article", ""), LONGEST_THREAD),
        author=read_words(query.get("author", "")),
        text=read_words(query.get("text", "")),
        since=read_day(query.get("since", "")),
        until=read_day(query.get("until", "")),
        before=read_id(query.get("before", "")),
    )


def read_words(typed: str, longest: int = LONGEST) -> str:
    """Return what was typed without what no comment holds, such as NUL, which a database may refuse."""
    return "".join(letter if letter.isprintable() else " " for letter in typed[:longest]).strip()


def read_day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_id(typed: str) -> int | None:
    """Return the id of a comment, or None for what can be none."""
    plain = typed.isascii() and typed.isdigit() and len(typed) <= 10
    return int(typed) if plain and 0 < int(typed) <= LARGEST_ID else None


def begin_of(day: date) -> datetime:
    """Return when a day begins here."""
    return datetime.combine(day, time(), settings_of(current_app).zone).astimezone(UTC)


def end_of(day: date) -> datetime:
    return begin_of(day + timedelta(days=1))
