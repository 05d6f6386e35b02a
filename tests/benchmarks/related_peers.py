"""Other ways to find related stories, each built as its documentation suggests. The benchmarks of related stories run it.

- TF-IDF: scikit-learn's vectors without English stop words, without words that one article alone or more than half of
  them have; cosine, in blocks. Tuned: the title three times, and sublinear counts.
- BM25: an article asks with its 25 best terms, by (1 + ln count) * ln(articles / articles with it), as search servers do in
  "more like this"; by bm25s in memory, and by SQLite's FTS5 with its own bm25() in one file. Terms that no other article
  has are left out, and the title is taken three times here too: without either, BM25 finds less.
"""

import re
import sqlite3
import subprocess
import sys
import venv
from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import nlargest
from math import log
from pathlib import Path
from typing import Any

from related_sets import Article

PEERS = ("scikit-learn==1.9.1", "bm25s==0.3.16")
TERMS = 25
TITLES = 3
BLOCK = 256  # Rows compared at once: 200 MB of scores at 100,000 articles.
WORD = re.compile(r"[^\W_]+")

Lists = Iterator[tuple[str, list[str]]]


def fetch_peers(folder: Path) -> Path:
    """Install the peers into an environment of their own, and return its Python."""
    python = folder / "bin" / "python"
    try:
        venv.create(folder, with_pip=True)
        pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", *PEERS], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        sys.exit(f"{', '.join(PEERS)} could not be fetched: {error.stderr}")
    return python


def join(article: Article, titles: int) -> str:
    return " ".join([article["title"]] * titles + [article["text"]])


def choose_terms(words: list[str], articles_with: Counter[str], total: int) -> list[str]:
    """Return the terms of an article that tell most of it, the best first."""
    counts = {word: count for word, count in Counter(words).items() if articles_with[word] > 1}
    weights = {word: (1 + log(count)) * log(total / articles_with[word]) for word, count in counts.items()}
    return nlargest(TERMS, weights, key=lambda word: (weights[word], word))


class Tfidf:
    """scikit-learn's TF-IDF; it has no way to add one article but to begin anew."""

    titles, sublinear = 1, False

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-not-found]

        self.ids: list[str] = []
        self.vectorizer = TfidfVectorizer(
            stop_words="english", min_df=2, max_df=0.5, sublinear_tf=self.sublinear
        )

    def add_many(self, articles: Iterable[Article]) -> None:
        self.vectors = self.vectorizer.fit_transform(map(self._read, articles))

    def list_all(self, limit: int) -> Lists:
        import numpy

        for begin, scores in self.compare():
            nearest = numpy.argpartition(-scores, min(limit, scores.shape[1] - 1), axis=1)[:, : limit + 1]
            for row, found in enumerate(nearest):
                ranked = sorted(found.tolist(), key=lambda other, row=row: (-scores[row, other], other))
                kept = [
                    self.ids[other] for other in ranked if scores[row, other] > 0 and other != begin + row
                ]
                yield self.ids[begin + row], kept[:limit]

    def compare(self) -> Iterator[tuple[int, Any]]:
        """Yield the first row of each block, and the cosines of its rows with all articles."""
        turned = self.vectors.T.tocsr()
        for begin in range(0, len(self.ids), BLOCK):
            yield begin, (self.vectors[begin : begin + BLOCK] @ turned).toarray()

    def find_copies(self, similarity: float) -> Iterator[tuple[str, str]]:
        """Yield the pairs of articles that are at least so similar."""
        for begin, scores in self.compare():
            for row, other in zip(*(scores >= similarity).nonzero(), strict=True):
                if other > begin + row:
                    yield self.ids[begin + row], self.ids[other]

    def _read(self, article: Article) -> str:
        self.ids.append(article["id"])
        return join(article, self.titles)


class TunedTfidf(Tfidf):
    titles, sublinear = TITLES, True


class Bm25s:
    """bm25s with its own tokens and defaults; like TF-IDF, it begins anew for every article."""

    def __init__(self) -> None:
        import bm25s  # type: ignore[import-not-found]

        self.tokenize, self.index = bm25s.tokenize, bm25s.BM25()

    def add_many(self, articles: Iterable[Article]) -> None:
        read = [(article["id"], join(article, TITLES)) for article in articles]
        self.ids = [id for id, _ in read]
        texts = [text for _, text in read]
        self.words = self.tokenize(texts, stopwords="en", return_ids=False, show_progress=False)
        self.articles_with = Counter(word for words in self.words for word in set(words))
        self.index.index(self.words, show_progress=False)

    def list_all(self, limit: int) -> Lists:
        for at, words in enumerate(self.words):
            terms = choose_terms(words, self.articles_with, len(self.ids))
            if not terms:
                yield self.ids[at], []
                continue
            found, scores = self.index.retrieve([terms], k=min(limit + 1, len(self.ids)), show_progress=False)
            ranked = zip(found[0].tolist(), scores[0].tolist(), strict=True)
            yield (
                self.ids[at],
                [self.ids[other] for other, score in ranked if score > 0 and other != at][:limit],
            )


class Fts5:
    """SQLite's full-text search, in memory or in a file; how many articles have a word is kept in memory beside it."""

    def __init__(self, path: str | Path | None = None) -> None:
        self.connection = sqlite3.connect(path or ":memory:")
        self.connection.executescript(
            "CREATE VIRTUAL TABLE IF NOT EXISTS articles USING fts5(words, tokenize='unicode61 remove_diacritics 0');"
            "CREATE TABLE IF NOT EXISTS ids (number INTEGER PRIMARY KEY, id TEXT UNIQUE);"
            "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5vocab(articles, row);"
        )
        self.articles_with = Counter(dict(self.connection.execute("SELECT term, doc FROM words")))
        (self.total,) = self.connection.execute("SELECT count(*) FROM ids").fetchone()

    def add_many(self, articles: Iterable[Article]) -> None:
        with self.connection:
            for article in articles:
                self._put(article)

    def add(self, article: Article) -> None:
        self.add_many([article])

    def list_all(self, limit: int) -> Lists:
        for (id,) in self.connection.execute("SELECT id FROM ids ORDER BY number").fetchall():
            yield id, self.related(id, limit)

    def related(self, id: str, limit: int) -> list[str]:
        number, words = self.connection.execute(
            "SELECT number, words FROM ids JOIN articles ON articles.rowid = number WHERE id = ?", [id]
        ).fetchone()
        terms = choose_terms(WORD.findall(words), self.articles_with, self.total)
        asked = " OR ".join(f'"{term}"' for term in terms) or '""'
        found = self.connection.execute(
            "SELECT rowid FROM articles WHERE articles MATCH ? ORDER BY bm25(articles) LIMIT ?",
            [asked, limit + 1],
        ).fetchall()
        others = [found_number for (found_number,) in found if found_number != number][:limit]
        return [self._find_id(other) for other in others]

    def close(self) -> None:
        self.connection.close()

    def _find_id(self, number: int) -> str:
        (id,) = self.connection.execute("SELECT id FROM ids WHERE number = ?", [number]).fetchone()
        return str(id)

    def _put(self, article: Article) -> None:
        words = join(article, TITLES).lower()
        put = self.connection.execute("INSERT INTO ids (id) VALUES (?)", [article["id"]])
        self.connection.execute("INSERT INTO articles (rowid, words) VALUES (?, ?)", [put.lastrowid, words])
        self.articles_with.update(set(WORD.findall(words)))
        self.total += 1
