"""What Commento exports, and Comentario, which goes on from it; their files are JSON, packed by gzip.

Version 1 is Commento's and that of early Comentarios, version 3 is Comentario's; both stand in
`internal/svc/impex_comentario.go` of https://gitlab.com/comentario/comentario.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ..items import ForeignComment, ForeignThread, Item, LeftOut, Status, Unreadable
from .fields import said, said_yes
from .json import read_entries
from .moments import note_date, read_moment
from .source import Source

VERSION, COMMENTS, PEOPLE, PAGES = "version", "comments.item", "commenters.item", "pages.item"
VERSIONS = (1, 3)
STATES: dict[str, Status] = {"approved": "approved", "unapproved": "held", "flagged": "spam"}
NOBODY = {"", "anonymous", "0" * 64, "00000000-0000-0000-0000-000000000000"}
NOTHING = {"", "undefined", "[deleted]"}  # what Commento writes where there is nothing
REJECTED = "it had been rejected there, so it waits for a moderator"


@dataclass
class Person:
    name: str
    email: str
    website: str
    is_moderator: bool


@dataclass
class Around:
    """What comments refer to: people by their ids, the ids of the threads that came in, and which version the file has."""

    people: dict[str, Person] = field(default_factory=dict)
    threads: set[str] = field(default_factory=set)
    version: object = None


def read(source: Source) -> Iterator[Item]:
    """Yield the threads and comments. The file is read twice: they refer to people who stand behind them."""
    halved = replace(source, tell=lambda read: source.tell(read // 2))
    around = Around()
    yield from _read_around(halved, around)
    if around.version is not None and around.version not in VERSIONS:
        raise Unreadable(f"{source.name} has a version of Commento's exports that is neither 1 nor 3.")
    number = 0
    for number, (_, entry) in enumerate(read_entries(halved, COMMENTS), 1):
        yield from _read_comment(entry, around, number)
    if around.version is None and not number:
        raise Unreadable(
            f"{source.name} is no export of Commento or Comentario: it has no version and no comments."
        )


def _read_around(source: Source, around: Around) -> Iterator[Item]:
    for path, entry in read_entries(source, VERSION, PEOPLE, PAGES):
        if path == VERSION:
            around.version = entry
        elif path == PAGES:
            yield _read_page(entry, around)
        else:
            around.people[said(entry, "commenterHex") or said(entry, "id")] = Person(
                said(entry, "name"),
                said(entry, "email"),
                _drop_nothing(said(entry, "link") or said(entry, "websiteUrl")),
                said_yes(entry, "isModerator"),
            )


def _read_page(entry: Any, around: Around) -> ForeignThread | LeftOut:
    id, path = said(entry, "id"), said(entry, "path")
    if not id or not path:
        return LeftOut(f"page {id or path}" if id or path else "a page", "it has no id, or no path")
    around.threads.add(id)
    return ForeignThread(id, _as_path(path), said(entry, "title"), said_yes(entry, "isReadonly"))


def _read_comment(entry: Any, around: Around, number: int) -> Iterator[Item]:
    id, thread = said(entry, "commentHex") or said(entry, "id"), said(entry, "pageId")
    path = said(entry, "path") or said(entry, "url")
    if path and not thread:  # Version 1 knows no pages: their paths stand in the comments.
        thread = _as_path(path)
        if thread not in around.threads:
            around.threads.add(thread)
            yield ForeignThread(thread, thread)
    if not id:
        yield LeftOut(f"entry {number} of the comments", "it has no id")
    elif thread not in around.threads:
        yield LeftOut(f"comment {id}", "the file does not say on which page it stands")
    else:
        yield _make_comment(entry, id, thread, around)


def _make_comment(entry: dict[str, Any], id: str, thread: str, around: Around) -> ForeignComment:
    status, notes = _read_status(entry)
    parent = said(entry, "parentHex") or said(entry, "parentId")
    written = read_moment(entry.get("creationDate") or entry.get("createdTime"))
    comment = ForeignComment(
        id,
        thread,
        text="",
        parent=None if parent in NOBODY | {"root"} else parent,
        written=written,
        edited=read_moment(entry.get("editedTime")),
        status=status,
        notes=[*notes, *note_date(written)],
    )
    if status != "deleted":
        _add_words(comment, entry, around)
    return comment


def _add_words(comment: ForeignComment, entry: dict[str, Any], around: Around) -> None:
    """Add what was said, and by whom. Only who is known to their system can be one of its moderators."""
    markdown = said(entry, "markdown")
    comment.text, comment.markup = (markdown, "markdown") if markdown else (said(entry, "html"), "html")
    by = said(entry, "commenterHex") or said(entry, "userCreated")
    person = None if by in NOBODY else around.people.get(by)
    if person:
        comment.name, comment.email, comment.website = person.name, person.email, person.website
        comment.staff = person.is_moderator
    comment.name = comment.name or said(entry, "authorName")


def _read_status(entry: dict[str, Any]) -> tuple[Status, list[str]]:
    """Return the status, and what there is to note of it."""
    shown = said(entry, "markdown") or said(entry, "html")
    if said_yes(entry, "deleted") or said_yes(entry, "isDeleted") or shown in NOTHING:
        return "deleted", []
    if "isApproved" not in entry:
        return STATES.get(said(entry, "state"), "held"), []
    if said_yes(entry, "isPending"):
        return "held", []
    return ("approved", []) if said_yes(entry, "isApproved") else ("held", [REJECTED])


def _as_path(path: str) -> str:
    return path if "://" in path else "/" + path.lstrip("/")


def _drop_nothing(text: str) -> str:
    return "" if text in NOTHING else text
