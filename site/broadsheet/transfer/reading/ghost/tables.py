"""The tables of a Ghost export that its posts refer to: small enough for memory, and read before the posts."""

import math
import re
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from ..fields import said, said_yes
from ..json import read_entries
from ..source import Source

# Where the tables lie: since Ghost 0.5 in `db`, before, and in files made by other programs, without it.
ROOTS = ("db.item.data", "data")
META = ("feature_image_alt", "feature_image_caption")


@dataclass(frozen=True)
class Tag:
    name: str
    slug: str
    is_public: bool


@dataclass
class Tables:
    """What posts refer to, by ids. `tags_of` and `authors_of` are lists of (place, id) by the id of the post."""

    users: dict[str, tuple[str, str]] = field(default_factory=dict)  # Name and slug.
    members: dict[str, str] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    tags_of: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    authors_of: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    meta: dict[str, dict[str, str]] = field(default_factory=dict)
    mailed_only: set[str] = field(default_factory=set)
    permalinks: str = "/:slug/"
    zone: tzinfo = UTC

    def list_tags(self, post: str) -> list[Tag]:
        """Return the tags of a post that readers saw, in their order."""
        found = [self.tags[tag] for _place, tag in sorted(self.tags_of.get(post, [])) if tag in self.tags]
        return [tag for tag in found if tag.is_public and tag.name]

    def list_authors(self, post: str, author: str) -> list[tuple[str, str]]:
        """Return names and slugs of a post's authors, in their order; `author` is the only one before Ghost 1.22."""
        ids = [user for _place, user in sorted(self.authors_of.get(post, []))] or [author]
        return [self.users[user] for user in ids if user in self.users]


def read_tables(source: Source) -> Tables:
    tables = Tables()
    for path, entry in read_entries(source, *(f"{root}.{name}.item" for root in ROOTS for name in READERS)):
        if isinstance(entry, dict):
            READERS[path.split(".")[-2]](tables, entry)
    return tables


def _read_user(tables: Tables, entry: dict[str, Any]) -> None:
    if said(entry, "name"):
        tables.users[said(entry, "id")] = (said(entry, "name"), said(entry, "slug"))


def _read_member(tables: Tables, entry: dict[str, Any]) -> None:
    tables.members[said(entry, "id")] = said(entry, "name")


def _read_tag(tables: Tables, entry: dict[str, Any]) -> None:
    name = said(entry, "name")
    is_public = said(entry, "visibility") in {"", "public"} and not name.startswith("#")
    tables.tags[said(entry, "id")] = Tag(name, said(entry, "slug"), is_public)


def _read_tag_of(tables: Tables, entry: dict[str, Any]) -> None:
    found = tables.tags_of.setdefault(_read_id(entry, "post_id"), [])
    found.append((_place_of(entry), _read_id(entry, "tag_id")))


def _read_author_of(tables: Tables, entry: dict[str, Any]) -> None:
    found = tables.authors_of.setdefault(_read_id(entry, "post_id"), [])
    found.append((_place_of(entry), _read_id(entry, "author_id")))


def _read_id(entry: dict[str, Any], key: str) -> str:
    return sys.intern(said(entry, key))  # The same ids come again and again.


def _place_of(entry: dict[str, Any]) -> float:
    place = entry.get("sort_order")
    return place if isinstance(place, int | float) else math.inf


def _read_meta(tables: Tables, entry: dict[str, Any]) -> None:
    post = said(entry, "post_id")
    found = {key: said(entry, key) for key in META if said(entry, key)}
    if found:
        tables.meta[post] = found
    if said_yes(entry, "email_only"):
        tables.mailed_only.add(post)


def _read_setting(tables: Tables, entry: dict[str, Any]) -> None:
    key, value = said(entry, "key"), said(entry, "value")
    if key == "permalinks" and re.search(":(slug|id)", value):
        tables.permalinks = value
    if key in {"timezone", "active_timezone", "activeTimezone"}:
        with suppress(ValueError, KeyError, OSError):  # What is no name of a zone.
            tables.zone = ZoneInfo(value)


READERS = {
    "users": _read_user,
    "members": _read_member,
    "tags": _read_tag,
    "posts_tags": _read_tag_of,
    "posts_authors": _read_author_of,
    "posts_meta": _read_meta,
    "settings": _read_setting,
}
