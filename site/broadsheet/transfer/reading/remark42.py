"""Remark42's backup: a first line about people and pages, then a comment a line, each a JSON object."""

import json
from collections.abc import Iterator
from typing import Any

from ..items import ForeignComment, ForeignThread, Item, LeftOut, Unreadable
from .fields import said, said_yes
from .moments import read_moment
from .source import Source

LONGEST_LINE = 10_000_000  # bytes


def read(source: Source) -> Iterator[Item]:
    """Yield threads and comments; raise `Unreadable` for what is no backup."""
    with source.open() as stream:
        _check_start(source, stream.readline(LONGEST_LINE))
        seen: set[str] = set()
        number = 1
        while line := stream.readline(LONGEST_LINE):
            number += 1
            if line.strip():
                yield from _read_line(line, number, seen)


def _check_start(source: Source, line: bytes) -> None:
    start = _parse(line)
    if not isinstance(start, dict) or "version" not in start or "id" in start:
        raise Unreadable(
            f"{source.name} is no backup of Remark42: its first line must be an object with `version`, `users` and `posts`."
        )


def _read_line(line: bytes, number: int, seen: set[str]) -> Iterator[Item]:
    entry = _parse(line)
    id = said(entry, "id") if isinstance(entry, dict) else ""
    locator = entry.get("locator") if isinstance(entry, dict) else None
    address = said(locator, "url") if isinstance(locator, dict) else ""
    if not isinstance(entry, dict) or not id or not address:
        yield LeftOut(f"line {number}", "it is no comment with an id and the address of its page")
        return
    if address not in seen:
        seen.add(address)
        yield ForeignThread(address, address, said(entry, "title"))
    yield read_comment(entry, id, address)


def read_comment(entry: dict[str, Any], id: str, address: str) -> ForeignComment:
    user = entry["user"] if isinstance(entry.get("user"), dict) else {}
    edit = entry["edit"] if isinstance(entry.get("edit"), dict) else {}
    markdown, written = said(entry, "orig"), read_moment(entry.get("time"))
    return ForeignComment(
        id=id,
        thread=address,
        parent=said(entry, "pid") or None,
        text=markdown or said(entry, "text"),
        markup="markdown" if markdown else "html",
        name=said(user, "name"),
        written=written,
        edited=read_moment(edit.get("time")),
        status="deleted" if said_yes(entry, "delete") else "approved",
        staff=said_yes(user, "admin"),
        notes=[] if written else ["it had no readable date"],
    )


def _parse(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
