"""What Isso has: its database (SQLite), or the JSON that it imports from elsewhere.

The tables stand in `isso/db` of https://github.com/isso-comments/isso, the JSON in its documentation ("Advanced Migration").
"""

from collections.abc import Iterator
from gzip import GzipFile
from typing import Any

from ..items import ForeignComment, ForeignThread, Item, LeftOut, Status, Unreadable
from .fields import listed, said, said_lines
from .isso_database import read_rows
from .json import read_entries
from .moments import note_date, read_moment
from .source import Source

SQLITE = b"SQLite format 3\0"
STATUSES: dict[object, Status] = {1: "approved", 2: "held", 4: "deleted"}


def read(source: Source) -> Iterator[Item]:
    with Source(source.file).open() as stream:
        is_database = stream.read(len(SQLITE)) == SQLITE
        is_packed = isinstance(stream, GzipFile)
    if is_database and is_packed:
        raise Unreadable(f"{source.name} is a database packed by gzip. Unpack it by gunzip first.")
    yield from _read_database(source) if is_database else _read_json(source)


def _read_database(source: Source) -> Iterator[Item]:
    addresses: dict[Any, str] = {}
    for table, row in read_rows(source):
        if table == "threads":
            thread = _read_thread(row, said(row, "uri"), f"the thread {said(row, 'id')}")
            if isinstance(thread, ForeignThread):
                addresses[row["id"]] = thread.id
            yield thread
        else:
            yield _read_comment(row, addresses.get(row["tid"], ""), f"the comment {said(row, 'id')}")


def _read_json(source: Source) -> Iterator[Item]:
    number = 0
    for number, (_, entry) in enumerate(read_entries(source, "item"), 1):
        address = said(entry, "id")
        thread = _read_thread(entry, address, f"the thread {number} of the list")
        yield thread
        seen: set[str] = set()
        for place, comment in enumerate(
            listed(entry, "comments") if isinstance(thread, ForeignThread) else [], 1
        ):
            found = _read_comment(comment, address, f"the comment {place} of {address}")
            if isinstance(found, ForeignComment):
                found.id += f" {place}" if found.id in seen else ""  # Files made by hand call all of them 0.
                seen.add(found.id)
            yield found
    if not number:
        raise Unreadable(
            f"{source.name} is neither a database of Isso nor a JSON list of threads such as Isso imports."
        )


def _read_thread(entry: Any, address: str, what: str) -> ForeignThread | LeftOut:
    if not address:
        return LeftOut(what, "It has no address of a page.")
    return ForeignThread(address, address, title=said(entry, "title"))


def _read_comment(entry: Any, address: str, what: str) -> ForeignComment | LeftOut:
    """Return a comment. Its number is its own within its thread only, so the thread's address is part of the id."""
    if not address:
        return LeftOut(what, "Its thread did not come in.")
    number, parent = said(entry, "id"), said(entry, "parent")
    if not number:
        return LeftOut(what, "It has no id.")
    mode = entry.get("mode", 1)
    comment = ForeignComment(
        f"{address} {number}",
        address,
        text="",
        markup="markdown",
        parent=f"{address} {parent}" if parent else None,
        written=read_moment(entry.get("created")),
        edited=read_moment(entry.get("modified")),
        status=STATUSES.get(mode, "held") if isinstance(mode, int) else "held",
    )
    comment.notes = note_date(comment.written)
    if comment.status != "deleted":
        comment.text = said_lines(entry, "text")
        comment.name, comment.email = said(entry, "author"), said(entry, "email")
        comment.website = said(entry, "website")
    return comment
