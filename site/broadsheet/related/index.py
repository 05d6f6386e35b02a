"""A stand-in for the index that is being written elsewhere: the same API, over cosine similarity of TF-IDF vectors."""

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log, sqrt
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import rows
from .adding import place_article
from .building import Progress, build, count_changes, is_stale
from .describing import digest_of, tell_day
from .explaining import Explanation, explain
from .shelf import Unreadable, open_shelf, read_fact, transaction, write_fact
from .vocabulary import Vocabulary
from .words import count_terms

__all__ = ["Explanation", "Listed", "Progress", "RelatedIndex", "Unreadable", "digest_of"]


@dataclass(frozen=True)
class Listed:
    """The list of an article, pairs (id, score), the best first, and those that say the same as the article itself.

    Among the others may be copies of one another.
    """

    others: list[tuple[str, float]]
    copies: list[str]

COPY = 0.9
LONGEST = 25
TABLES = """
CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, digest TEXT, words TEXT);
CREATE TABLE IF NOT EXISTS lists (id TEXT PRIMARY KEY, list TEXT);
CREATE TABLE IF NOT EXISTS changed (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS mark (mark TEXT);
"""


@dataclass(frozen=True)
class Listed:
    others: list[tuple[str, float]]
    copies: list[str]


@dataclass(frozen=True)
class Explanation:
    similarity: float
    shared: list[tuple[str, float]]
    through_neighbours: float
    days_apart: float | None
    date_factor: float
    score: float
    rank: int | None
    is_copy: bool


def digest_of(document: Mapping[str, Any]) -> str:
    published = document.get("published")
    told = [
        document["title"],
        document["text"],
        published.astimezone(UTC).isoformat() if isinstance(published, datetime) else published,
        document.get("section"),
        list(document.get("tags") or ()),
        document.get("series"),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class RelatedIndex:
    def __init__(self, path: str | Path | None = None) -> None:
        self._connection = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._connection.executescript(TABLES)
        self._words = {
            id: Counter(json.loads(words))
            for id, words in self._connection.execute("SELECT id, words FROM documents")
        }

    def add(
        self,
        id: str,
        title: str,
        text: str,
        published: datetime | str | None = None,
        section: str | None = None,
        tags: Sequence[str] = (),
        series: str | None = None,
    ) -> None:
        self.add_many([{"id": id, "title": title, "text": text, "published": published, "section": section,
                        "tags": tags, "series": series}])  # fmt: skip

    def add_many(
        self, documents: Iterable[Mapping[str, Any]], progress: Callable[[int, int], None] | None = None
    ) -> None:
        found = list(documents)
        self._connection.execute("BEGIN")
        for done, document in enumerate(found, start=1):
            words = count_words(document["title"], document["text"])
            self._words[document["id"]] = words
            row = (document["id"], digest_of(document), json.dumps(words))
            self._connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", row)
            if progress:
                progress(done, len(found))
        self._compare()
        self._connection.execute("COMMIT")

    def remove(self, id: str) -> None:
        self.remove_many([id])

    def remove_many(self, ids: Iterable[str]) -> None:
        for id in ids:
            self._words.pop(id, None)
            for table in ("documents", "lists", "changed"):
                self._connection.execute(f"DELETE FROM {table} WHERE id = ?", (id,))  # noqa: S608
        self._compare()

    def related(self, id: str, limit: int = 5) -> list[tuple[str, float]]:
        return self._rank(id)[:limit] if id in self._words else []

    def listed(self, id: str) -> Listed:
        ranked = self._rank(id) if id in self._words else []
        others = [(other, score) for other, score in ranked if score < COPY][:LONGEST]
        return Listed(others, [other for other, score in ranked if score >= COPY])

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> None:
        self._compare()

    def digests(self) -> dict[str, str]:
        return dict(self._connection.execute("SELECT id, digest FROM documents").fetchall())

    def changed(self) -> list[str]:
        return [id for (id,) in self._connection.execute("SELECT id FROM changed")]

    def forget_changed(self, ids: Iterable[str]) -> None:
        self._connection.executemany("DELETE FROM changed WHERE id = ?", [(id,) for id in ids])

    @property
    def mark(self) -> str:
        found = self._connection.execute("SELECT mark FROM mark").fetchone()
        return str(found[0]) if found else ""

    @mark.setter
    def mark(self, mark: str) -> None:
        self._connection.executescript("BEGIN; DELETE FROM mark;")
        self._connection.execute("INSERT INTO mark VALUES (?)", (mark,))
        self._connection.execute("COMMIT")

    def explain(self, a: str, b: str) -> Explanation:
        ranked = dict(self._rank(a))
        ids = [other for other, _ in self.listed(a).others]
        one, two = self._weigh(self._words[a]), self._weigh(self._words[b])
        shared = sorted(((w, one[w] * two[w]) for w in one.keys() & two.keys()), key=lambda p: -p[1])
        score = ranked.get(b, 0.0)
        rank = ids.index(b) + 1 if b in ids else None
        return Explanation(score, shared, 0.0, None, 1.0, score, rank, score >= COPY)

    def __len__(self) -> int:
        count: int = self._shelf.execute("SELECT count(*) FROM articles").fetchone()[0]
        return count

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _compare(self) -> None:
        before = dict(self._connection.execute("SELECT id, list FROM lists").fetchall())
        for id in self._words:
            listed = self.listed(id)
            now = json.dumps([listed.others, listed.copies])
            if before.get(id) != now:
                self._connection.execute("INSERT OR REPLACE INTO lists VALUES (?, ?)", (id, now))
                self._connection.execute("INSERT OR REPLACE INTO changed VALUES (?)", (id,))

    def _rank(self, id: str) -> list[tuple[str, float]]:
        vectors = {other: self._weigh(words) for other, words in self._words.items()}
        own = vectors.pop(id)
        scores = {
            other: sum(weight * vector.get(word, 0) for word, weight in own.items())
            for other, vector in vectors.items()
        }
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(other, score) for other, score in ranked if score > 0]

    def _weigh(self, words: Counter[str]) -> dict[str, float]:
        total = len(self._words)
        found: defaultdict[str, int] = defaultdict(int)
        for other in self._words.values():
            for word in other:
                found[word] += 1
        weights = {word: (1 + log(n)) * log(1 + total / found[word]) for word, n in words.items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}
