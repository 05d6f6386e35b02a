"""What Commento exports, and Comentario, which goes on from it; their files are JSON, packed by gzip.

Version 1 is Commento's and that of early Comentarios, version 3 is Comentario's; both stand in
`internal/svc/impex_comentario.go` of https://gitlab.com/comentario/comentario.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..items import ForeignComment, ForeignThread, Item, LeftOut, Status, Unreadable
from .fields import said, said_first, said_lines, said_yes
from .json import read_entries
from .moments import note_date, read_moment
from .source import Source

VERSIONS = {1, 3}
STATES: dict[str, Status] = {"approved": "approved", "unapproved": "held", "flagged": "spam"}
NOBODY = {"", "anonymous", "0" * 64, "00000000-0000-0000-0000-000000000000"}
NOTHING = {"undefined", "[deleted]"}  # what Commento writes where there is nothing
REJECTED = "It had been rejected there, so it waits for a moderator."


@dataclass
class Commenter:
    name: str
    email: str
    website: str
    is_moderator: bool


@dataclass
class Directory:
    """What comments refer to: commenters by id, and the ids of the threads that came in."""

    commenters: dict[str, Commenter] = field(default_factory=dict)
    threads: set[str] = field(default_factory=set)


def read(source: Source) -> Iterator[Item]:
    """Yield the threads and comments. The file is read twice, as the commenters stand behind the comments."""
    directory = Directory()
    yield from _read_directory(Source(source.file), directory)
    for number, (_, entry) in enumerate(read_entries(source, "comments.item"), 1):
        yield from _read_comment(entry, directory, number)


def _read_directory(source: Source, directory: Directory) -> Iterator[Item]:
    version = None
    for path, entry in read_entries(source, "version", "commenters.item", "pages.item"):
        if path == "version":
            version = entry
        elif path == "commenters.item":
            directory.commenters[said_first(entry, "commenterHex", "id")] = Commenter(
                said(entry, "name"),
                said(entry, "email"),
                _drop_nothing(said_first(entry, "link", "websiteUrl")),
                said_yes(entry, "isModerator"),
            )
        else:
            yield _read_page(entry, directory)
    if type(version) is not int or version not in VERSIONS:
        raise Unreadable(
            f"{source.name} is no export of Commento or Comentario whose version is 1 or 3. "
            "Both offer one among the settings of a domain."
        )


def _read_page(entry: Any, directory: Directory) -> ForeignThread | LeftOut:
    thread, path = said(entry, "id"), said(entry, "path")
    if not thread or not path:
        return LeftOut(f"the page {thread or path or 'without id'}", "It has no id, or no path.")
    directory.threads.add(thread)
    return ForeignThread(
        thread, _as_path(path), title=said(entry, "title"), closed=said_yes(entry, "isReadonly")
    )


def _read_comment(entry: Any, directory: Directory, number: int) -> Iterator[Item]:
    comment_id, thread = said_first(entry, "commentHex", "id"), said(entry, "pageId")
    what = f"the comment {comment_id}" if comment_id else f"the comment {number} of the file"
    path = said_first(entry, "path", "url")
    if path and not thread:  # Version 1 knows no pages: their paths stand in the comments.
        thread = _as_path(path)
        if thread not in directory.threads:
            directory.threads.add(thread)
            yield ForeignThread(thread, thread)
    if not comment_id:
        yield LeftOut(what, "It has no id.")
    elif thread not in directory.threads:
        yield LeftOut(what, "The file does not say on which page it stands.")
    else:
        yield _make_comment(entry, comment_id, thread, directory)


def _make_comment(
    entry: dict[str, Any], comment_id: str, thread: str, directory: Directory
) -> ForeignComment:
    status, notes = _read_status(entry)
    parent = said_first(entry, "parentHex", "parentId")
    comment = ForeignComment(
        comment_id,
        thread,
        text="",
        parent=None if parent in NOBODY | {"root"} else parent,
        written=read_moment(entry.get("creationDate", entry.get("createdTime"))),
        edited=read_moment(entry.get("editedTime")),
        status=status,
    )
    comment.notes = notes + note_date(comment.written)
    if status != "deleted":
        _add_words(comment, entry, directory)
    return comment


def _add_words(comment: ForeignComment, entry: dict[str, Any], directory: Directory) -> None:
    """Add what was said, and by whom. Only who is known to their system can be one of its moderators."""
    markdown = said_lines(entry, "markdown")
    comment.text, comment.markup = (markdown, "markdown") if markdown else (said(entry, "html"), "html")
    by = said_first(entry, "commenterHex", "userCreated")
    commenter = None if by in NOBODY else directory.commenters.get(by)
    if commenter:
        comment.name, comment.email, comment.website = commenter.name, commenter.email, commenter.website
        comment.staff = commenter.is_moderator
    comment.name = comment.name or said(entry, "authorName")


def _read_status(entry: dict[str, Any]) -> tuple[Status, list[str]]:
    """Return the status, and what there is to note of it."""
    shown = said_first(entry, "markdown", "html")
    if said_yes(entry, "deleted") or said_yes(entry, "isDeleted") or shown in NOTHING | {""}:
        return "deleted", []
    if "state" in entry:
        return STATES.get(said(entry, "state"), "held"), []
    if said_yes(entry, "isApproved"):
        return "approved", []
    return "held", [] if said_yes(entry, "isPending") else [REJECTED]


def _as_path(path: str) -> str:
    return path if "://" in path else "/" + path.lstrip("/")


def _drop_nothing(text: str) -> str:
    return "" if text in NOTHING else text
