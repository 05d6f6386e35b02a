"""JSON lines: what `broadsheet export` writes, or plain articles from anywhere.

A line is an object. Its `type` says what it is (`article`, where it says nothing); an article has `id`, `title` and `text`,
which is Markdown, and maybe `published`, `section`, `tags`, `author` and `path`. docs/reference/jsonl.md lists all.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from ..items import (
    ForeignAddress,
    ForeignArticle,
    ForeignComment,
    ForeignFile,
    ForeignRecord,
    ForeignThread,
    Item,
    LeftOut,
    Unreadable,
)
from .fields import UNSTORABLE
from .moments import note_date, read_moment
from .source import Source

LONGEST_LINE = 100_000_000  # bytes: a picture of 50 MB, in base64
MOST_NUMBER = (
    1_000_000_000  # Comments to come are numbered from the highest one on, and databases end at 2**31.
)
STATUSES = ("approved", "held", "spam", "deleted")
# Keys of an article's head that come and go as they are.
HEAD = ("kicker", "series", "related", "unrelated", "corrections", "image")
DEEPEST = 2  # `corrections` is a list of objects.


class Odd(Exception):
    """A line that says nothing that we know; the message is a sentence."""


def read(source: Source) -> Iterator[Item]:
    """Yield what the lines hold; a line that makes no sense is left out, a file without any that does is refused."""
    made = 0
    for number, line in enumerate(_split(source), start=1):
        if not line.strip():
            continue
        try:
            item = read_line(line)
        except Odd as odd:
            if made == 0:  # Nothing has come of the file so far: it may be of another kind.
                raise Unreadable(f"{source.name}, line {number}: {odd}.") from odd
            item = LeftOut(f"line {number}", str(odd))
        made += 1
        yield item
    if not made:
        raise Unreadable(f"{source.name} is empty.")


def _split(source: Source) -> Iterator[bytes]:
    with source.open() as stream:
        while line := stream.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                raise Unreadable(f"{source.name} has a line of more than {LONGEST_LINE // 1_000_000} MB.")
            yield line


def read_line(line: bytes) -> Item:
    """Return what a line holds; raise `Odd`."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Odd("this is no JSON; each line must be one object") from error
    if not isinstance(said, dict):
        raise Odd("each line must be one JSON object, in braces")
    kind = said.get("type", "article")
    read_kind = KINDS.get(kind) if isinstance(kind, str) else None
    if read_kind is None:
        raise Odd(f"there is no type {kind!r}; the types are {', '.join(KINDS)}")
    return read_kind(said)


def _read_article(said: dict[str, Any]) -> ForeignArticle:
    notes: list[str] = []
    return ForeignArticle(
        id=_need(said, "id"),
        title=_need(said, "title"),
        text=_need(said, "text", empty=True),
        markup="html" if said.get("markup") == "html" else "markdown",
        address=_text(said, "path"),
        other_addresses=_texts(said, "aliases"),
        standfirst=_text(said, "standfirst"),
        language=_text(said, "language"),
        authors=_texts(said, "author") or _texts(said, "authors"),
        section=_text(said, "section"),
        tags=_texts(said, "tags"),
        is_page=said.get("page") is True,
        hidden="it is a draft" if said.get("draft") is True else "",
        file=_read_name(said),
        head=_read_head(said, notes),
        published=_moment(said, "published", notes),
        updated=_moment(said, "updated", notes),
        notes=notes,
    )


def _read_head(said: dict[str, Any], notes: list[str]) -> dict[str, Any]:
    deep = [key for key in HEAD if not _is_shallow(said.get(key), DEEPEST)]
    notes += [f"Its {key} has lists or objects too deep in each other, and was left out." for key in deep]
    head = {key: said[key] for key in HEAD if said.get(key) and key not in deep}
    return head | ({"pinned": True} if said.get("pinned") is True else {})


def _is_shallow(value: Any, deepest: int) -> bool:
    """Whether no more than so many lists and objects lie in each other; thousands would exhaust whoever writes them."""
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return deepest > 0 and all(_is_shallow(one, deepest - 1) for one in inner)


def _moment(said: dict[str, Any], key: str, notes: list[str]) -> datetime | None:
    moment = read_moment(said.get(key))
    if said.get(key) and moment is None:
        notes.append(f"Its {key} is {said[key]!r}, which is no moment, and was left out.")
    return moment


def _read_name(said: dict[str, Any]) -> str:
    """Return the name of an article's file below the folder of articles; empty where there is none that can be trusted."""
    name = _text(said, "file")
    parts = name.split("/")
    plain = name.endswith(".md") and name.isprintable() and "\\" not in name and len(name.encode()) <= 1_000
    return name if plain and not any(part.startswith(".") or not part for part in parts) else ""


def _read_thread(said: dict[str, Any]) -> ForeignThread:
    return ForeignThread(
        _need(said, "id"), _text(said, "address"), _text(said, "title"), said.get("closed") is True
    )


def _read_comment(said: dict[str, Any]) -> ForeignComment:
    id, own = _need(said, "id"), said.get("id")
    status = said.get("status", "held")
    if status not in STATUSES:
        raise Odd(f"the comment {id} has the status {status!r}; it must be one of {', '.join(STATUSES)}")
    parent = _text(said, "parent")
    written = read_moment(said.get("written"))
    thread = _need(said, "thread")
    return ForeignComment(
        id=f"{thread} {id}",
        thread=thread,
        text=_need(said, "text", empty=True),
        markup="markdown",
        parent=f"{thread} {parent}" if parent else None,
        name=_text(said, "name"),
        email=_text(said, "email"),
        website=_text(said, "website"),
        written=written,
        edited=read_moment(said.get("edited")),
        status=status,
        staff=said.get("staff") is True,
        reasons=_texts(said, "reasons"),
        own_id=own if isinstance(own, int) and 0 < own <= MOST_NUMBER else None,
        notes=note_date(written),
    )


def _read_address(said: dict[str, Any]) -> ForeignAddress:
    return ForeignAddress(_need(said, "address"), _need(said, "target"))


def _read_file(said: dict[str, Any]) -> ForeignFile:
    try:
        content = base64.b64decode(_need(said, "content"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Odd(f"the content of the file {_need(said, 'path')} is no base64 (RFC 4648)") from error
    return ForeignFile(_need(said, "path"), content=content)


def _read_record(said: dict[str, Any]) -> ForeignRecord:
    kind = _text(said, "type")
    return ForeignRecord(kind, {key: value for key, value in said.items() if key != "type"})


KINDS: dict[str, Callable[[dict[str, Any]], Item]] = {
    "article": _read_article,
    "thread": _read_thread,
    "comment": _read_comment,
    "address": _read_address,
    "file": _read_file,
    "choice": _read_record,
    "wording": _read_record,
    "reads": _read_record,
}


def _need(said: dict[str, Any], key: str, empty: bool = False) -> str:
    text = _text(said, key)
    if not text and not (empty and key in said):
        raise Odd(f"{key} is missing; {said.get('type', 'article')} needs it")
    return text


def _text(said: dict[str, Any], key: str) -> str:
    value = said.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return UNSTORABLE.sub("", value) if isinstance(value, str) else ""


def _texts(said: dict[str, Any], key: str) -> list[str]:
    value = said.get(key)
    found = value if isinstance(value, list) else [value]
    texts = [UNSTORABLE.sub("", one) for one in found if isinstance(one, str)]
    return [text for text in texts if text]
