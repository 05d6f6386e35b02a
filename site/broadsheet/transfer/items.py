"""What is read from other systems, in one form for all of them.

A reader (`reading`) yields items in any order and need not care what refers to what: that is settled when all are read.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Markup = Literal["html", "markdown", "plain"]
Status = Literal["approved", "held", "spam", "deleted"]


class Unreadable(Exception):
    """A file is refused whole; the message is a sentence that says what is wrong, where, and what to do."""


@dataclass
class ForeignPicture:
    """A picture as an article refers to it: by an address of the old site, or a path below the folder of articles."""

    address: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass
class ForeignArticle:
    """An article or a page. `id` is what its system calls it, unique among the articles of the file.

    `address` is where it was read: path and query of the old site (`/2023/09/ferry/`, `/?p=12`), or
    empty; `other_addresses` led there too. `slug` is what its address may end with where it had none. Pictures in `text`
    keep their addresses. `hidden` says why it must not be public ("it is a draft"); empty: it may. `file` names the file
    that it should have, if that is known, and `head` holds further keys of its head. `notes` are sentences for the report:
    what in it was changed or left out. Moments have a time zone.
    """

    id: str
    title: str
    text: str
    markup: Markup = "html"
    address: str = ""
    other_addresses: list[str] = field(default_factory=list)
    slug: str = ""
    standfirst: str = ""
    kicker: str = ""
    language: str = ""
    authors: list[str] = field(default_factory=list)
    section: str = ""
    tags: list[str] = field(default_factory=list)
    published: datetime | None = None
    updated: datetime | None = None
    picture: ForeignPicture | None = None
    is_page: bool = False
    hidden: str = ""
    closed: bool = False
    file: str = ""
    head: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass
class ForeignThread:
    """A thread of a system that knows no articles: `address` is that of its page, whole or from the path on."""

    id: str
    address: str
    title: str = ""
    closed: bool = False


@dataclass
class ForeignComment:
    """A comment. `thread` is the id of an article or a thread of the same file, `parent` that of another comment, or None.

    `id` is unique among the comments of the file, and stays the same in later exports. Names, addresses and texts are as
    they were found; they are put right when they are stored. `reasons` say why it
    has its status, and `own_id` is the number that it had on a Broadsheet site.
    """

    id: str
    thread: str
    text: str
    markup: Markup = "html"
    parent: str | None = None
    name: str = ""
    email: str = ""
    website: str = ""
    written: datetime | None = None
    edited: datetime | None = None
    status: Status = "approved"
    staff: bool = False
    reasons: list[str] = field(default_factory=list)
    own_id: int | None = None
    notes: list[str] = field(default_factory=list)


@dataclass
class ForeignAddress:
    """An address of the old site, path and query, that leads to another one from now on, such as a category's page."""

    address: str
    target: str


@dataclass
class ForeignFile:
    """A file that articles show or link to, such as a picture: `path` is where texts look for it (`/wp-content/x.jpg`),
    `address` from where it could be fetched, if that is known, and `content` what is in it, if the export has it."""

    path: str
    address: str = ""
    content: bytes | None = None


@dataclass
class ForeignRecord:
    """Something that only a Broadsheet site has: a `choice` of its ledger, the `wording` of one, or `reads` of an article.

    `said` is the line of its export.
    """

    kind: str
    said: dict[str, Any]


@dataclass
class Origin:
    """What tells this site from others that use the same system, and its address, if that is known."""

    name: str
    address: str = ""


@dataclass
class LeftOut:
    """Something in the file that does not come in: what it is ("the menu item 17"), and why, in a sentence."""

    what: str
    why: str


Item = (
    ForeignArticle
    | ForeignThread
    | ForeignComment
    | ForeignAddress
    | ForeignFile
    | ForeignRecord
    | Origin
    | LeftOut
)
