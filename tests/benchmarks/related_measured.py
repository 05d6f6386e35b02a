"""One way to find related stories, measured in a process of its own. The benchmarks of related stories run it.

`related_measured.py METHOD FILE` builds the index of a file of articles and all lists of ten, and prints as JSON
`{"seconds", "megabytes", "lists": {id: [id]}, "longer": {id: [id]}}`; the longer lists, of thirty, are made afterwards.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from related_peers import Bm25s, Fts5, Lists, Tfidf, TunedTfidf
from related_sets import Article, read_articles

LIMIT, LONGER = 10, 30
SAME = 0.9  # The cosine from which two articles are near-duplicates.


class Ours:
    def __init__(self, path: Path | None = None) -> None:
        from broadsheet.related import RelatedIndex

        self.index = RelatedIndex(path)
        self.ids: list[str] = []

    def add_many(self, articles: Iterable[Article]) -> None:
        self.index.add_many(self._note(article) for article in articles)

    def add(self, article: Article) -> None:
        self.index.add(**article)

    def related(self, id: str, limit: int) -> list[str]:
        return [other for other, _ in self.index.related(id, limit)]

    def list_all(self, limit: int) -> Lists:
        for id in self.ids:
            yield id, self.related(id, limit)

    def close(self) -> None:
        self.index.close()

    def _note(self, article: Article) -> Article:
        self.ids.append(article["id"])
        return article


METHODS: dict[str, Any] = {
    "Broadsheet": Ours,
    "TF-IDF, plain": Tfidf,
    "TF-IDF, tuned": TunedTfidf,
    "bm25s": Bm25s,
    "SQLite FTS5": Fts5,
}


def run_apart(python: str | Path, *arguments: str | Path) -> Any:
    """Run a script of this folder in a process of its own; return what it printed, which is JSON."""
    script, *given = arguments
    command = [python, Path(__file__).with_name(str(script)), *given]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"This failed: {' '.join(map(str, command))}")
    return json.loads(done.stdout)


def peak_megabytes() -> float:
    """Return the most memory that this process held at once."""
    try:  # getrusage would begin with what the process that started this one held.
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def measure(method: Any, file: Path) -> dict[str, Any]:
    begin = time.perf_counter()
    method.add_many(read_articles(file))
    lists = dict(method.list_all(LIMIT))
    seconds, megabytes = time.perf_counter() - begin, peak_megabytes()
    longer = dict(method.list_all(LONGER))
    return {"seconds": seconds, "megabytes": megabytes, "lists": lists, "longer": longer}


def find_copies(file: Path) -> list[tuple[str, str]]:
    vectors = TunedTfidf()
    vectors.add_many(read_articles(file))
    return list(vectors.find_copies(SAME))


def main(name: str, file: Path) -> None:
    print(json.dumps(find_copies(file) if name == "copies" else measure(METHODS[name](), file)))


if __name__ == "__main__" and sys.argv[1:]:
    main(sys.argv[1], Path(sys.argv[2]))
