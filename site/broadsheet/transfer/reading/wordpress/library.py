"""What articles of an export refer to: pictures, reusable blocks, authors, categories; on disk, as there may be many."""

import sqlite3
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from ..addresses import host_of
from ..xml import Element
from .said import local_address, read_meta, read_terms, said_plainly

TABLES = """
CREATE TABLE pictures
    (id TEXT PRIMARY KEY, post TEXT, address TEXT, page TEXT, alt TEXT, caption TEXT, title TEXT, path TEXT);
CREATE INDEX pictures_post ON pictures (post);
CREATE INDEX pictures_path ON pictures (path);
CREATE TABLE posts (id TEXT PRIMARY KEY);
CREATE TABLE blocks (id TEXT PRIMARY KEY, text TEXT);
"""
PICTURE = "SELECT id, post, address, page, alt, caption, title FROM pictures WHERE "
ARTICLES = {"post", "page"}


@dataclass(frozen=True)
class Media:
    """A media file: its id, its post's, its address, that of its own page, and what is said of it; a caption is HTML."""

    id: str
    post: str
    address: str
    page: str
    alt: str
    caption: str
    title: str


class Library:
    """Filled in the first pass over an export, and asked in the second."""

    def __init__(self) -> None:
        self.database = sqlite3.connect("", isolation_level=None)  # A temporary file of this process alone.
        self.database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; {TABLES}")
        self.facts: dict[str, str] = {}
        self.authors: dict[str, str] = {}
        self.author_ids: set[str] = set()
        self.terms: dict[str, str] = {}
        self.sections: set[str] = set()
        self.categories: dict[str, tuple[str, str]] = {}
        self.tags: dict[str, str] = {}
        self.media_hosts: set[str] = set()
        self.is_wordpress = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.database.close()

    def add_fact(self, name: str, text: str) -> None:
        self.facts.setdefault(name, text)

    def add_author(self, element: Element) -> None:
        login = element.said("wp:author_login")
        self.authors[login] = said_plainly(element.said("wp:author_display_name")) or login
        self.author_ids.add(element.said("wp:author_id"))

    def add_term(self, element: Element) -> None:
        """Remember a category or a tag by its id and by its slug."""
        name = said_plainly(element.said("wp:cat_name") or element.said("wp:tag_name"))
        if id := element.said("wp:term_id"):
            self.terms[id] = name
        slug = element.said("wp:category_nicename")
        if slug:
            self.categories[slug] = (name, element.said("wp:category_parent"))
        elif element.said("wp:tag_slug"):
            self.tags[element.said("wp:tag_slug")] = name

    def add_item(self, item: Element) -> None:
        id, kind = item.said("wp:post_id"), item.said("wp:post_type")
        self.facts.setdefault("first host", host_of(item.said("guid")) or host_of(item.said("link")))
        self.is_wordpress |= any(child.name.startswith("wp:") for child in item.children)
        if kind == "attachment":
            self._add_picture(id, item)
        elif kind == "wp_block":
            self.database.execute(
                "INSERT OR IGNORE INTO blocks VALUES (?, ?)", (id, item.said("content:encoded"))
            )
        elif kind in ARTICLES:
            self.database.execute("INSERT OR IGNORE INTO posts VALUES (?)", (id,))
            self.sections.add(read_terms(item, self.terms).section)

    def _add_picture(self, id: str, item: Element) -> None:
        address = item.said("wp:attachment_url") or item.said("guid")
        self.media_hosts.add(host_of(address))
        values = (
            id,
            item.said("wp:post_parent"),
            address,
            item.said("link"),
            said_plainly(read_meta(item, "_wp_attachment_image_alt")),
            item.said("excerpt:encoded"),
            said_plainly(item.said("title")),
            unquote(local_address(address, set())),
        )
        self.database.execute("INSERT OR IGNORE INTO pictures VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    @property
    def address(self) -> str:
        """The old site's address, as the export gives it; empty where it does not."""
        known = ("wp:base_blog_url", "wp:base_site_url", "link")
        return next((self.facts[name] for name in known if self.facts.get(name)), "")

    @property
    def site(self) -> str:
        """The same without scheme and slash at its end, so that it stays the same where those change."""
        return (
            self.address.partition("://")[2].rstrip("/") or self.address or self.facts.get("first host", "")
        )

    @property
    def base(self) -> str:
        """The path at which the old site began, such as `/blog`; empty for the root of its host."""
        return urlsplit(f"//{self.site}").path.rstrip("/")

    @property
    def hosts(self) -> set[str]:
        """The hosts of the old site, with and without `www.`."""
        addresses = (self.facts.get(name, "") for name in ("wp:base_blog_url", "wp:base_site_url", "link"))
        found = {host_of(address).removeprefix("www.") for address in addresses}
        return {host for name in found if name for host in (name, f"www.{name}")}

    def find_picture(self, id: str) -> Media | None:
        row = self.database.execute(PICTURE + "id = ?", (id,)).fetchone()
        return Media(*row) if row else None

    def find_picture_at(self, path: str) -> Media | None:
        """Return the file that lay at a path of the old site."""
        row = self.database.execute(PICTURE + "path = ?", (unquote(path),)).fetchone()
        return Media(*row) if row else None

    def list_pictures_of(self, post: str) -> list[Media]:
        return [Media(*row) for row in self.database.execute(PICTURE + "post = ? ORDER BY rowid", (post,))]

    def find_block(self, id: str) -> str | None:
        row = self.database.execute("SELECT text FROM blocks WHERE id = ?", (id,)).fetchone()
        return row[0] if row else None

    def has_post(self, id: str) -> bool:
        return self.database.execute("SELECT 1 FROM posts WHERE id = ?", (id,)).fetchone() is not None
