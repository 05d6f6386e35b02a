"""Which articles are like which, kept ready.

The index is a file that follows from the articles: it can be deleted and made anew from them. Every call that changes it
returns once that is on the disk, whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..describing import digest_of, tell_day
from . import rows
from .adding import place_article
from .building import Progress, build, count_changes, is_stale
from .explaining import Explanation, explain
from .shelf import open_shelf, read_fact, transaction, write_fact
from .vocabulary import Vocabulary
from .words import count_terms


@dataclass(frozen=True)
class Listed:
    """The list of an article, pairs (id, score), the best first, and those that say the same as the article itself.

    Among the others may be copies of one another.
    """

    others: list[tuple[str, float]]
    copies: list[str]


class RelatedIndex:
    """An index of articles in a file, or for None one that is gone when it is closed.

    Several processes may use one file, but a `RelatedIndex` belongs to its thread. Raises `Unreadable` where the file is no
    index of this version.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self._shelf = open_shelf(None if path is None else Path(path))

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
        """Add an article, or replace the one with this id. A `published` without a zone is taken as UTC."""
        article = {"id": id, "title": title, "text": text, "published": published}
        self.add_many([article | {"section": section, "tags": tags, "series": series}])

    def add_many(self, articles: Iterable[Mapping[str, Any]], progress: Progress | None = None) -> None:
        """Add articles, each a mapping with the keys that `add` takes; all of them are added, or none.

        `progress` is called with the steps done and the steps that there are.
        """
        with transaction(self._shelf):
            vocabulary = Vocabulary(self._shelf)
            newcomers = {}  # By id: of one that comes twice, the last counts.
            for article in articles:
                newcomers[article["id"]] = self._store(article, vocabulary)
            count_changes(self._shelf, len(newcomers))
            if is_stale(self._shelf):
                build(self._shelf, progress)
            else:
                for done, number in enumerate(sorted(newcomers.values()), start=1):
                    place_article(self._shelf, number)
                    if progress:
                        progress(done, len(newcomers))

    def remove(self, id: str) -> None:
        """Forget an article; one that is not there is no error."""
        self.remove_many([id])

    def remove_many(self, ids: Iterable[str]) -> None:
        """Forget articles, whether or not they are there."""
        with transaction(self._shelf):
            numbers = rows.find_numbers(self._shelf, list(ids))
            for number in numbers.values():
                self._drop(number)
            count_changes(self._shelf, len(numbers))
            if is_stale(self._shelf):
                build(self._shelf)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make everything anew that follows from the articles."""
        with transaction(self._shelf):
            build(self._shelf, progress)

    def related(self, id: str, limit: int = 5) -> list[tuple[str, float]]:
        """Return up to `limit` pairs (id, score), the best first: no copy of the article, and no two copies of one another.

        There are at most 25, and fewer where few are alike; an unknown id has none. Scores compare within one list.
        """
        found = rows.find_list(self._shelf, id)
        if found is None:
            return []
        known = rows.find_listed(self._shelf, found.articles.tolist())
        shown: dict[int, tuple[str, float]] = {}
        hidden: set[int] = set()  # Copies of what is shown.
        for other, score in zip(found.articles.tolist(), found.scores.tolist(), strict=True):
            if len(shown) == limit:
                break
            if other in known and other not in hidden and known[other].copies.isdisjoint(shown):
                shown[other] = known[other].id, score
                hidden |= known[other].copies
        return list(shown.values())

    def listed(self, id: str) -> Listed:
        """Return the list of an article as it is kept."""
        found = rows.find_list(self._shelf, id)
        if found is None:
            return Listed([], [])
        others, copies = found.articles.tolist(), found.copies.tolist()
        ids = rows.find_ids(self._shelf, [*others, *copies])
        return Listed(
            [
                (ids[other], score)
                for other, score in zip(others, found.scores.tolist(), strict=True)
                if other in ids
            ],
            [ids[copy] for copy in copies if copy in ids],
        )

    def explain(self, id: str, other: str) -> Explanation:
        """Say why `other` does or does not stand in the list of `id`; raise `KeyError` for one that is not there."""
        return explain(self._shelf, id, other)

    def digests(self) -> dict[str, str]:
        """Return, by id, the digest of each article as it was added; see `digest_of`."""
        return dict(self._shelf.execute("SELECT id, digest FROM articles"))

    def changed(self) -> list[str]:
        """Return the ids of the articles whose list or copies changed and were not forgotten since."""
        return [row[0] for row in self._shelf.execute("SELECT id FROM changed JOIN articles USING (number)")]

    def forget_changed(self, ids: Iterable[str]) -> None:
        """Take it as known that these lists changed."""
        query = "DELETE FROM changed WHERE number = (SELECT number FROM articles WHERE id = ?)"
        with transaction(self._shelf):
            self._shelf.executemany(query, [(id,) for id in ids])

    @property
    def mark(self) -> str:
        """A word of whoever uses the index, kept with it."""
        return str(read_fact(self._shelf, "mark", ""))

    @mark.setter
    def mark(self, word: str) -> None:
        write_fact(self._shelf, "mark", word)

    def __len__(self) -> int:
        count: int = self._shelf.execute("SELECT count(*) FROM articles").fetchone()[0]
        return count

    def close(self) -> None:
        self._shelf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _store(self, article: Mapping[str, Any], vocabulary: Vocabulary) -> int:
        """Store what an article says, in place of what it said before, and return its number; its place is found later."""
        for number in rows.find_numbers(self._shelf, [article["id"]]).values():
            self._drop(number)
        day = tell_day(article.get("published"))
        number = rows.add_article(self._shelf, article["id"], day, digest_of(article))
        rows.write_said(self._shelf, number, count_terms(article, vocabulary))
        return number

    def _drop(self, number: int) -> None:
        rows.mark_changed_around(self._shelf, number)
        rows.remove_rows(self._shelf, number)
