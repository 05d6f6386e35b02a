"""The spool itself: a temporary file of SQLite, with a table for each kind of item."""

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..items import (
    ForeignAddress,
    ForeignArticle,
    ForeignComment,
    ForeignFile,
    ForeignRecord,
    ForeignThread,
    Item,
    LeftOut,
    Origin,
    Unreadable,
)
from ..references import list_files
from .ordering import arrange_comments
from .texts import dump, load_article, load_comment

TABLES = """
CREATE TABLE articles (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, own TEXT, said TEXT);
CREATE TABLE threads (id TEXT PRIMARY KEY, said TEXT);
CREATE TABLE comments
    (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, thread TEXT, parent TEXT, depth INTEGER, own INTEGER, said TEXT);
CREATE INDEX comments_parent ON comments (parent);
CREATE INDEX comments_depth ON comments (depth, seq);
CREATE TABLE addresses (address TEXT PRIMARY KEY, target TEXT);
CREATE TABLE files (path TEXT PRIMARY KEY, address TEXT, content BLOB, wanted INTEGER);
CREATE TABLE records (seq INTEGER PRIMARY KEY, kind TEXT, said TEXT);
CREATE TABLE left_out (seq INTEGER PRIMARY KEY, what TEXT, why TEXT);
"""
SPOOLS = "import-of-"  # How the names of their folders begin.


class Spool:
    """A temporary SQLite file of this process. To add is to say nothing twice: the first item of an id stays."""

    def __init__(self, folder: Path) -> None:
        self.place = tempfile.TemporaryDirectory(prefix=SPOOLS, dir=folder, ignore_cleanup_errors=True)
        self.database = sqlite3.connect(Path(self.place.name) / "items.sqlite", isolation_level=None)
        self.database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -20000;"
        )
        self.database.executescript(TABLES)
        self.database.execute("BEGIN")
        self.origin = Origin("")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.database.close()
        self.place.cleanup()

    def add(self, item: Item) -> None:
        match item:
            case ForeignArticle():
                self._add_article(item)
            case ForeignComment():
                values = (item.id, item.thread, item.parent, dump(item))
                if not self._insert(
                    "INSERT OR IGNORE INTO comments (id, thread, parent, said) VALUES (?, ?, ?, ?)", values
                ):
                    self.add(LeftOut(f"comment {item.id}", "Another one in the file has this id."))
            case ForeignThread():
                self._insert("INSERT OR IGNORE INTO threads VALUES (?, ?)", (item.id, dump(item)))
            case ForeignAddress():
                self._insert("INSERT OR IGNORE INTO addresses VALUES (?, ?)", (item.address, item.target))
            case ForeignFile():
                self._add_file(item)
            case ForeignRecord():
                self._insert(
                    "INSERT INTO records (kind, said) VALUES (?, ?)", (item.kind, json.dumps(item.said))
                )
            case LeftOut():
                self._insert("INSERT INTO left_out (what, why) VALUES (?, ?)", (item.what, item.why))
            case Origin():
                self._set_origin(item)

    def _set_origin(self, origin: Origin) -> None:
        """Refuse files of several sites at once: what has the same number on both would be taken for the same."""
        if self.origin.name not in {"", origin.name}:
            raise Unreadable(
                f"The files come from different sites, {self.origin.name!r} and {origin.name!r}. Import one after the other."
            )
        self.origin = origin

    def _add_article(self, article: ForeignArticle) -> None:
        statement = "INSERT OR IGNORE INTO articles (id, said) VALUES (?, ?)"
        if not self._insert(statement, (article.id, dump(article))):
            self.add(
                LeftOut(f"article {article.id}, {article.title!r}", "Another one in the file has this id.")
            )
            return
        for address in list_files(article.text, article.markup):
            self._want(address)
        if article.picture:
            self._want(article.picture.address)

    def _add_file(self, file: ForeignFile) -> None:
        statement = (
            "INSERT INTO files VALUES (?, ?, ?, ?) ON CONFLICT (path) DO UPDATE "
            "SET address = excluded.address, content = coalesce(excluded.content, content)"
        )
        self._insert(statement, (file.path, file.address, file.content, int(file.content is not None)))

    def _want(self, path: str) -> None:
        statement = "INSERT INTO files VALUES (?, '', NULL, 1) ON CONFLICT (path) DO UPDATE SET wanted = 1"
        self._insert(statement, (path,))

    def _insert(self, statement: str, values: Iterable[Any]) -> bool:
        return self.database.execute(statement, tuple(values)).rowcount > 0

    def count(self, table: str) -> int:
        return int(self.database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 -- our own names

    def count_records(self, kind: str) -> int:
        return int(
            self.database.execute("SELECT count(*) FROM records WHERE kind = ?", (kind,)).fetchone()[0]
        )

    def articles(self) -> Iterator[ForeignArticle]:
        for (said,) in self._walk("SELECT seq, said FROM articles WHERE seq > ? ORDER BY seq LIMIT 50"):
            yield load_article(said)

    def left_out(self) -> Iterator[LeftOut]:
        for what, why in self._walk(
            "SELECT seq, what, why FROM left_out WHERE seq > ? ORDER BY seq LIMIT 1000"
        ):
            yield LeftOut(what, why)

    def records(self, kind: str) -> Iterator[dict[str, Any]]:
        for (said,) in self.database.execute("SELECT said FROM records WHERE kind = ? ORDER BY seq", (kind,)):
            yield json.loads(said)

    def addresses(self) -> Iterator[ForeignAddress]:
        for address, target in self.database.execute("SELECT address, target FROM addresses"):
            yield ForeignAddress(address, target)

    def wanted_files(self) -> Iterator[ForeignFile]:
        for path, address in self.database.execute(
            "SELECT path, address FROM files WHERE wanted ORDER BY path"
        ).fetchall():
            content = self.database.execute("SELECT content FROM files WHERE path = ?", (path,)).fetchone()[0]
            yield ForeignFile(path, address, content)

    def find_thread(self, id: str) -> ForeignThread | None:
        row = self.database.execute("SELECT said FROM threads WHERE id = ?", (id,)).fetchone()
        return ForeignThread(**json.loads(row[0])) if row else None

    def closed_threads(self) -> Iterator[str]:
        """Yield what the file calls the articles, but for pages, and the threads that were closed."""
        closed = "json_extract(said, '$.closed') AND NOT coalesce(json_extract(said, '$.is_page'), 0)"
        for table in ("articles", "threads"):
            for (id,) in self.database.execute(f"SELECT id FROM {table} WHERE {closed}"):  # noqa: S608 -- our own names
                yield id

    def find_article(self, id: str) -> tuple[str, ForeignArticle] | None:
        """Return what an article is called here, by now, and what the file says of it."""
        row = self.database.execute("SELECT own, said FROM articles WHERE id = ?", (id,)).fetchone()
        return (row[0] or "", load_article(row[1])) if row else None

    def note_article(self, id: str, own: str) -> None:
        self.database.execute("UPDATE articles SET own = ? WHERE id = ?", (own, id))

    def note_comment(self, id: str, own: int) -> None:
        self.database.execute("UPDATE comments SET own = ? WHERE id = ?", (own, id))

    def find_comment(self, id: str) -> int | None:
        """Return the number that a comment has here, if it is stored."""
        row = self.database.execute("SELECT own FROM comments WHERE id = ?", (id,)).fetchone()
        return row[0] if row else None

    def arrange_comments(self) -> list[str]:
        """Give each comment its depth; return those whose parent was not there, or stood below them: now they have none."""
        return arrange_comments(self.database)

    def comments(self, length: int) -> Iterator[list[ForeignComment]]:
        """Yield all comments, so many at a time, each after the one that it answers and never together with it."""
        deepest = self.database.execute("SELECT max(depth) FROM comments").fetchone()[0]
        for depth in range((deepest or 0) + 1):
            last = 0
            while rows := self.database.execute(
                "SELECT seq, parent, said FROM comments WHERE depth = ? AND seq > ? ORDER BY seq LIMIT ?",
                (depth, last, length),
            ).fetchall():
                last = rows[-1][0]
                yield [load_comment(said, parent) for _seq, parent, said in rows]

    def _walk(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a statement that is given where to go on, without the number on which it goes on."""
        last = 0
        while rows := self.database.execute(statement, (last,)).fetchall():
            last = rows[-1][0]
            yield from (row[1:] for row in rows)
