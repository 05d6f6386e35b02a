"""Which articles are like which: cosine similarity of TF-IDF vectors.

The weight of a word in an article is (1 + ln count) * ln(1 + N / articles with it), the vectors have length 1
(Salton and Buckley 1988, "Term-weighting approaches in automatic text retrieval").
"""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import log, sqrt
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .words import count_words


class RelatedIndex:
    """An index of articles, in memory, or kept in a file when `path` is given.

    The file holds one JSON line for each change and is read again when the index is opened; a line cut off by
    a crash is dropped. `add`, `add_many` and `remove` return once their lines are on the disk.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self._words: dict[str, Counter[str]] = {}
        self._articles_with: defaultdict[str, set[str]] = defaultdict(set)
        self._vectors: dict[str, dict[str, float]] | None = None
        self._file = None
        if path is not None:
            self._read(Path(path))
            self._file = Path(path).open("ab")  # noqa: SIM115 -- closed by close()

    def add(
        self,
        id: str,
        title: str,
        text: str,
        published: datetime | str | None = None,
        section: str | None = None,
        tags: Sequence[str] = (),
    ) -> None:
        """Add an article, or replace the one with this id."""
        self.add_many([{"id": id, "title": title, "text": text}])

    def add_many(self, articles: Iterable[Mapping[str, Any]]) -> None:
        """Add articles, each a mapping with the keys that `add` takes."""
        lines = []
        for article in articles:
            words = count_words(article["title"], article["text"])
            self._put(article["id"], words)
            lines.append({"id": article["id"], "words": words})
        self._write(lines)

    def remove(self, id: str) -> None:
        """Forget an article; one that is not there is no error."""
        if id in self._words:
            self._drop(id)
            self._write([{"id": id, "words": None}])

    def related(self, id: str, limit: int = 5) -> list[tuple[str, float]]:
        """Return up to `limit` pairs (id, similarity above 0 and up to 1), the most similar first.

        An unknown id has none.
        """
        if id not in self._words:
            return []
        vectors = self._all_vectors()
        scores: defaultdict[str, float] = defaultdict(float)
        for word, weight in vectors[id].items():
            for other in self._articles_with[word]:
                scores[other] += weight * vectors[other][word]
        scores.pop(id, None)
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(other, score) for other, score in ranked[:limit] if score > 0]

    def __len__(self) -> int:
        return len(self._words)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _put(self, id: str, words: Counter[str]) -> None:
        if id in self._words:
            self._drop(id)
        self._words[id] = words
        for word in words:
            self._articles_with[word].add(id)
        self._vectors = None

    def _drop(self, id: str) -> None:
        for word in self._words.pop(id):
            self._articles_with[word].discard(id)
        self._vectors = None

    def _all_vectors(self) -> dict[str, dict[str, float]]:
        if self._vectors is None:
            self._vectors = {id: self._weigh(words) for id, words in self._words.items()}
        return self._vectors

    def _weigh(self, words: Counter[str]) -> dict[str, float]:
        total = len(self._words)
        weights = {
            word: (1 + log(count)) * log(1 + total / len(self._articles_with[word]))
            for word, count in words.items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}

    def _read(self, path: Path) -> None:
        if not path.exists():
            return
        content = path.read_bytes()
        whole = content.rfind(b"\n") + 1
        for line in content[:whole].splitlines():
            change = json.loads(line)
            if change["words"] is None:
                self._drop(change["id"])
            else:
                self._put(change["id"], Counter(change["words"]))
        if whole < len(content):
            with path.open("r+b") as file:
                file.truncate(whole)

    def _write(self, changes: list[dict[str, Any]]) -> None:
        if self._file is None or not changes:
            return
        for change in changes:
            self._file.write(json.dumps(change, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
