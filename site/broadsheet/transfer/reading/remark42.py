"""A backup of Remark42: lines of JSON, of which the first tells of users and pages, and each other is a comment.

How to get it: https://remark42.com/docs/backup/backup/
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..items import ForeignComment, ForeignThread, Item, LeftOut, Unreadable
from .fields import listed, said, said_yes
from .moments import note_date, read_moment
from .source import Source

LONGEST_LINE = 20_000_000  # bytes
BLOCKED = "its writer had been blocked there, so it waits for a moderator"


@dataclass
class Around:
    """What the first line tells, and which threads came in already."""

    emails: dict[str, str] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    threads: set[str] = field(default_factory=set)


def read(source: Source) -> Iterator[Item]:
    """Yield the threads and comments. Backups may be joined to one file, so there may be more than one first line."""
    around = Around()
    for number, entry in _read_lines(source):
        if _is_header(entry):
            _read_header(entry, around)
        elif number == 1:
            raise Unreadable(
                f'{source.name} is no backup of Remark42: its first line is not like {{"version":1,"users":[],"posts":[]}}. '
                "Remark42 makes one by `remark42 backup`."
            )
        else:
            yield from _read_comment(entry, around, number)


def _read_lines(source: Source) -> Iterator[tuple[int, Any]]:
    """Yield (number, entry) for each line that is not blank; None for one that is no JSON."""
    number = 0
    with source.open() as stream:
        while line := stream.readline(LONGEST_LINE):
            if line.strip():
                number += 1
                entry = _parse(line)
                if entry is None and not line.endswith(b"\n"):
                    raise Unreadable(
                        f"{source.name} is cut off in line {number}, or that line is too long. Make the backup again."
                    )
                yield number, entry
    if not number:
        raise Unreadable(f"{source.name} is empty.")


def _parse(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _is_header(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and "locator" not in entry
        and ("users" in entry or "posts" in entry)
        and entry.get("version", 0) in (0, 1)
    )


def _read_header(entry: dict[str, Any], around: Around) -> None:
    for user in listed(entry, "users"):
        details = user.get("details") if isinstance(user, dict) else None
        if email := said(details, "email"):
            around.emails[said(user, "id")] = email
    around.closed |= {said(post, "url") for post in listed(entry, "posts") if said_yes(post, "read_only")}


def _read_comment(entry: Any, around: Around, number: int) -> Iterator[Item]:
    id = said(entry, "id")
    address = said(entry.get("locator"), "url") if isinstance(entry, dict) else ""
    if not id or not address:
        yield LeftOut(f"line {number}", "it is no comment with an id and the address of its page")
        return
    if address not in around.threads:
        around.threads.add(address)
        yield ForeignThread(address, address, said(entry, "title"), address in around.closed)
    yield _make_comment(entry, id, address, around)


def _make_comment(entry: dict[str, Any], id: str, address: str, around: Around) -> ForeignComment:
    user, edit = entry.get("user"), entry.get("edit")
    written = read_moment(entry.get("time"))
    comment = ForeignComment(
        id,
        thread=address,
        text="",
        parent=said(entry, "pid") or None,
        written=written,
        edited=read_moment(edit.get("time")) if isinstance(edit, dict) else None,
        status="deleted" if said_yes(entry, "delete") else "held" if said_yes(user, "block") else "approved",
        notes=note_date(written),
    )
    if comment.status != "deleted":
        _add_words(comment, entry, around)
    if comment.status == "held":
        comment.notes.append(BLOCKED)
    return comment


def _add_words(comment: ForeignComment, entry: dict[str, Any], around: Around) -> None:
    """Add what was said, and by whom. Remark42 itself writes into a backup who is an admin; who is not signed in is none.

    The HTML says it better than what was typed, in which Remark42 has put references for some signs, even within code.
    """
    user, html = entry.get("user"), said(entry, "text")
    comment.text, comment.markup = (html, "html") if html else (said(entry, "orig"), "markdown")
    comment.name, comment.email = said(user, "name"), around.emails.get(said(user, "id"), "")
    comment.staff = said_yes(user, "admin") and not said(user, "id").startswith("anonymous_")
