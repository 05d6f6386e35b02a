"""Isso's comments: from its database (SQLite), or from the JSON that it imports itself."""

import sqlite3
from collections.abc import Iterator
from typing import Any

from ..items import ForeignComment, ForeignThread, Item, LeftOut, Status, Unreadable
from .fields import said
from .json import read_entries
from .moments import read_moment
from .source import Source

SQLITE = b"SQLite format 3\0"
STATUSES: dict[object, Status] = {1: "approved", 2: "held", 4: "deleted"}  # Isso's `mode`.
COMMENTS = (
    "SELECT comments.id, uri, parent, comments.created, modified, mode, text, author, email, website "
    "FROM comments JOIN threads ON threads.id = comments.tid ORDER BY comments.id"
)


def read(source: Source) -> Iterator[Item]:
    """Yield threads and comments; raise `Unreadable` for what is neither a database of Isso nor its JSON."""
    with source.open() as stream:
        is_database = stream.peek(len(SQLITE))[: len(SQLITE)] == SQLITE
    yield from _read_database(source) if is_database else _read_json(source)


def _read_database(source: Source) -> Iterator[Item]:
    """Read a database without writing to it, or following what else is in there than two tables."""
    address = f"{source.file.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        database = sqlite3.connect(address, uri=True)
        database.text_factory = lambda content: content.decode("utf-8", "replace")
        _require_tables(database)
        for uri, title in database.execute("SELECT uri, title FROM threads ORDER BY id"):
            yield ForeignThread(_text(uri), _text(uri), _text(title))
        for row in database.execute(COMMENTS):
            yield _read_row(*row)
        database.close()
    except (sqlite3.Error, OverflowError) as error:
        raise Unreadable(f"{source.name} is no database of Isso, or is damaged: {error}.") from error


def _require_tables(database: sqlite3.Connection) -> None:
    """Let nothing be read but plain tables: a view could compute without end."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"
    if not {"threads", "comments"} <= {name for (name,) in database.execute(tables)}:
        raise sqlite3.DatabaseError("it has no tables `threads` and `comments`")


def _read_row(
    id: Any,
    uri: Any,
    parent: Any,
    created: Any,
    modified: Any,
    mode: Any,
    text: Any,
    author: Any,
    email: Any,
    website: Any,
) -> ForeignComment:
    written = read_moment(created)
    return ForeignComment(
        id=f"{_text(uri)} {id}",
        thread=_text(uri),
        parent=f"{_text(uri)} {parent}" if parent is not None else None,
        text=_text(text),
        markup="markdown",
        name=_text(author),
        email=_text(email),
        website=_text(website),
        written=written,
        edited=read_moment(modified),
        status=STATUSES.get(mode, "held"),
        notes=[] if written else ["it had no readable date"],
    )


def _read_json(source: Source) -> Iterator[Item]:
    is_empty = True
    for _path, thread in read_entries(source, "item"):
        is_empty = False
        uri = said(thread, "id") if isinstance(thread, dict) else ""
        if not uri or not isinstance(thread.get("comments"), list):
            yield LeftOut("an entry", "it is no thread with an id and comments")
            continue
        yield ForeignThread(uri, uri, said(thread, "title").replace("+", " "))
        for number, comment in enumerate(thread["comments"]):
            yield _read_entry(uri, number, comment)
    if is_empty:
        raise Unreadable(
            f"{source.name} is neither a database of Isso nor a list of threads, as it imports them."
        )


def _read_entry(uri: str, number: int, entry: Any) -> Item:
    if not isinstance(entry, dict):
        return LeftOut(f"comment {number + 1} of {uri}", "it is no object")
    parent = said(entry, "parent")
    written = read_moment(entry.get("created"))
    # Files made by hand give all of a thread the id 0.
    id = said(entry, "id")
    return ForeignComment(
        id=f"{uri} {number}" if id in {"", "0"} else f"{uri} {id}",
        thread=uri,
        parent=f"{uri} {parent}" if parent else None,
        text=said(entry, "text"),
        markup="markdown",
        name=said(entry, "author"),
        email=said(entry, "email"),
        website=said(entry, "website"),
        written=written,
        notes=[] if written else ["it had no readable date"],
    )


def _text(value: object) -> str:
    return (
        value if isinstance(value, str) else "" if value is None or isinstance(value, bytes) else str(value)
    )
