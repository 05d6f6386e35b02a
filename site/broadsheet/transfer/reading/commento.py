"""The exports of Commento and of Comentario, which grew out of it (JSON).

The file is read twice: comments refer to pages and people that may stand behind them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ..items import ForeignComment, ForeignThread, Item, LeftOut, Status, Unreadable
from .fields import said, said_yes
from .json import read_entries
from .moments import read_moment
from .source import Source

COMMENTS, PEOPLE, PAGES = "comments.item", "commenters.item", "pages.item"
ROOT = "root"
STATES: dict[str, Status] = {"approved": "approved", "flagged": "spam"}


@dataclass
class Around:
    """What comments refer to: people by their ids, and the pages that Comentario has a table of."""

    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    pages: dict[str, ForeignThread] = field(default_factory=dict)


def read(source: Source) -> Iterator[Item]:
    """Yield threads and comments; raise `Unreadable` for what is no export, or has no comments."""
    halved = replace(source, tell=lambda read: source.tell(read // 2))
    around = _read_around(halved)
    yield from around.pages.values()
    seen: set[str] = set(around.pages)
    is_empty = True
    for _path, entry in read_entries(halved, COMMENTS):
        is_empty = False
        if not isinstance(entry, dict):
            yield LeftOut("an entry without fields", "it is no comment")
            continue
        thread = said(entry, "pageId") or _address_of(entry)
        if thread and thread not in seen:
            seen.add(thread)
            yield ForeignThread(thread, said(entry, "url") or said(entry, "path"))
        yield read_comment(entry, thread, around)
    if is_empty:
        raise Unreadable(f"{source.name} has no comments of Commento or Comentario in it.")


def _read_around(source: Source) -> Around:
    around = Around()
    for path, entry in read_entries(source, PEOPLE, PAGES):
        id = (said(entry, "commenterHex") or said(entry, "id")) if isinstance(entry, dict) else ""
        if id and path == PAGES:
            around.pages[id] = ForeignThread(
                id, said(entry, "path"), said(entry, "title"), said_yes(entry, "isReadonly")
            )
        elif id:
            keys = ("name", "email", "link", "websiteUrl", "isModerator")
            around.people[id] = {key: entry[key] for key in keys if key in entry}
    return around


def read_comment(entry: dict[str, Any], thread: str, around: Around) -> Item:
    id = said(entry, "commentHex") or said(entry, "id")
    if not id:
        return LeftOut("a comment", "it has no id")
    person = around.people.get(said(entry, "commenterHex") or said(entry, "userCreated"), {})
    markdown, html = said(entry, "markdown"), said(entry, "html")
    parent = said(entry, "parentHex") or said(entry, "parentId")
    written = read_moment(entry.get("creationDate") or entry.get("createdTime"))
    return ForeignComment(
        id=id,
        thread=thread,
        parent=None if parent in {"", ROOT} else parent,
        text=markdown or html,
        markup="markdown" if markdown else "html",
        name=said(person, "name") or said(entry, "authorName"),
        email=said(person, "email"),
        website=_read_website(person),
        written=written,
        edited=read_moment(entry.get("editedTime")),
        status=_read_status(entry),
        staff=said_yes(person, "isModerator"),
        notes=[] if written else ["it had no readable date"],
    )


def _address_of(entry: dict[str, Any]) -> str:
    """Return what tells the page of a comment from others in Commento, which has no table of them."""
    path = said(entry, "url") or said(entry, "path")
    return f"{said(entry, 'domain')} {path}" if path else ""


def _read_website(person: dict[str, Any]) -> str:
    website = said(person, "link") or said(person, "websiteUrl")
    return "" if website == "undefined" else website  # So Commento writes that there is none.


def _read_status(entry: dict[str, Any]) -> Status:
    if said_yes(entry, "deleted") or said_yes(entry, "isDeleted"):
        return "deleted"
    if "isApproved" in entry:
        return "approved" if said_yes(entry, "isApproved") and not said_yes(entry, "isPending") else "held"
    return STATES.get(said(entry, "state"), "held")
