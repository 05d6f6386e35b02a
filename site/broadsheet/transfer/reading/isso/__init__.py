"""What Isso has: its database (SQLite), or the JSON that it imports from elsewhere.

The tables stand in `isso/db` of https://github.com/isso-comments/isso, the JSON in its documentation ("Advanced Migration").
"""

from collections.abc import Iterator
from gzip import GzipFile
from typing import Any
from urllib.parse import unquote_plus

from ...items import ForeignComment, ForeignThread, Item, LeftOut, Status, Unreadable
from ..fields import listed, said
from ..json import read_entries
from ..moments import note_date, read_moment
from ..source import Source
from .database import read_rows

SQLITE = b"SQLite format 3\0"
STATUSES: dict[str, Status] = {"1": "approved", "2": "held", "4": "deleted"}  # Isso's `mode`.


def read(source: Source) -> Iterator[Item]:
    """Yield the threads and comments; raise `Unreadable` for what is neither a database of Isso nor its JSON."""
    with Source(source.file).open() as stream:
        is_database = stream.peek(len(SQLITE))[: len(SQLITE)] == SQLITE
        is_packed = isinstance(stream, GzipFile)
    if is_database and is_packed:
        raise Unreadable(f"{source.name} is a database packed by gzip. Unpack it by gunzip first.")
    yield from _read_database(source) if is_database else _read_json(source)


def _read_database(source: Source) -> Iterator[Item]:
    addresses: dict[str, str] = {}
    for table, row in read_rows(source):
        id = said(row, "id")
        if table == "threads":
            thread = _read_thread(row, said(row, "uri"), f"thread {id}")
            if isinstance(thread, ForeignThread):
                addresses[id] = thread.id
            yield thread
        elif address := addresses.get(said(row, "tid")):
            yield _read_comment(row, address, id)
        else:
            yield LeftOut(f"comment {id}", "its thread is not in the database, or belongs to no page")


def _read_json(source: Source) -> Iterator[Item]:
    number = 0
    for number, (_, entry) in enumerate(read_entries(source, "item"), 1):
        address = said(entry, "id")
        yield _read_thread(entry, address, f"entry {number}")
        for place, comment in enumerate(listed(entry, "comments") if address else []):
            if isinstance(comment, dict):
                yield _read_comment(comment, address, _tell_apart(comment, place))
            else:
                yield LeftOut(f"comment {place + 1} of {address}", "it is no object")
    if not number:
        raise Unreadable(
            f"{source.name} is neither a database of Isso nor a list of threads, as it imports them."
        )


def _tell_apart(comment: dict[str, Any], place: int) -> str:
    """Return the id of a comment within its thread, or its place: files made by hand give all of a thread the id 0."""
    id = said(comment, "id")
    return id if id not in {"", "0"} or (id and place == 0) else f"#{place}"


def _read_thread(entry: Any, address: str, what: str) -> ForeignThread | LeftOut:
    if not address:
        return LeftOut(what, "it belongs to no page")
    title = said(entry, "title")
    return ForeignThread(address, address, title if " " in title else unquote_plus(title))


def _read_comment(entry: dict[str, Any], address: str, id: str) -> ForeignComment:
    """Return a comment. In JSON its number is its own within its thread only, so the thread is part of the id."""
    parent, written = said(entry, "parent"), read_moment(entry.get("created"))
    comment = ForeignComment(
        f"{address} {id}",
        thread=address,
        text="",
        markup="markdown",
        parent=f"{address} {parent}" if parent else None,
        written=written,
        edited=read_moment(entry.get("modified")),
        status=STATUSES.get(said(entry, "mode"), "held") if "mode" in entry else "approved",
        notes=note_date(written),
    )
    if comment.status != "deleted":  # Isso keeps the e-mail address.
        comment.text, comment.name = said(entry, "text"), said(entry, "author")
        comment.email, comment.website = said(entry, "email"), said(entry, "website")
    return comment
