"""What stands in the file of the index, read and written as arrays.

Numbers are stored as 4 bytes each, counts as 1, weights of vectors and postings as 2, which is exact to a thousandth.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .candidates import Posting
from .neighbours import Neighbours
from .shelf import find_rows
from .vectors import Numbers, Said, Vector, Weights


class List(NamedTuple):
    """The ready list of an article, the best first, and its copies; among the others may be copies of one another."""

    articles: Numbers
    scores: Weights
    copies: Numbers


class Entry(NamedTuple):
    """An article in another's list: its id, and the numbers of its copies."""

    id: str
    copies: set[int]


class Surroundings(NamedTuple):
    """An article's neighbours as stored, and the length of its smoothed vector."""

    neighbours: Neighbours
    length: float


def read_numbers(blob: bytes) -> Numbers:
    return np.frombuffer(blob, np.int32)


def read_halves(blob: bytes) -> Weights:
    return np.frombuffer(blob, np.float16).astype(np.float32)


def write_halves(weights: Weights) -> bytes:
    return weights.astype(np.float16).tobytes()


def find_terms(connection: sqlite3.Connection, terms: Sequence[str]) -> dict[str, int]:
    """Return the numbers of the terms that are known."""
    return dict(find_rows(connection, "SELECT term, number FROM terms WHERE term IN ({})", terms))


def find_names(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Return the terms by their numbers."""
    return dict(find_rows(connection, "SELECT number, term FROM terms WHERE number IN ({})", numbers))


def find_frequencies(connection: sqlite3.Connection, terms: Numbers) -> NDArray[np.int64]:
    """Return in how many articles each term stood when everything was made last; 0 for one that is newer."""
    query = "SELECT number, frequency FROM terms WHERE number IN ({})"
    known: dict[int, int] = dict(find_rows(connection, query, terms.tolist()))
    return np.array([known.get(number, 0) for number in terms.tolist()], np.int64)


def next_term(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("SELECT coalesce(max(number) + 1, 0) FROM terms").fetchone()[0]
    return number


def add_terms(connection: sqlite3.Connection, terms: Sequence[str]) -> dict[str, int]:
    """Store new terms and return their numbers."""
    first = next_term(connection) if terms else 0
    numbers = dict(zip(terms, range(first, first + len(terms)), strict=True))
    connection.executemany("INSERT INTO terms (term, number) VALUES (?, ?)", numbers.items())
    return numbers


def write_frequencies(connection: sqlite3.Connection, frequencies: NDArray[np.int64]) -> None:
    """Store in how many articles each term stands, by its number."""
    query = "UPDATE terms SET frequency = ? WHERE number = ?"
    connection.executemany(query, zip(frequencies.tolist(), range(len(frequencies)), strict=True))


def add_article(connection: sqlite3.Connection, id: str, day: float | None, digest: str) -> int:
    """Store what an article is called, and return its number."""
    query = "INSERT INTO articles (id, day, digest) VALUES (?, ?, ?)"
    number = connection.execute(query, (id, day, digest)).lastrowid
    assert number is not None  # noqa: S101 -- an INSERT has one
    return number


def write_said(connection: sqlite3.Connection, number: int, said: Said) -> None:
    connection.execute(
        "INSERT INTO said VALUES (?, ?, ?, ?)", (number, *(column.tobytes() for column in said))
    )


def read_said(connection: sqlite3.Connection, number: int) -> Said:
    query = "SELECT terms, counts, leads FROM said WHERE number = ?"
    return _read_said(*connection.execute(query, (number,)).fetchone())


def read_all_said(connection: sqlite3.Connection) -> Iterator[tuple[int, Said]]:
    """Yield the number of each article and what it says."""
    for number, *blobs in connection.execute("SELECT number, terms, counts, leads FROM said ORDER BY number"):
        yield number, _read_said(*blobs)


def _read_said(terms: bytes, counts: bytes, leads: bytes) -> Said:
    return Said(read_numbers(terms), np.frombuffer(counts, np.uint8), np.frombuffer(leads, np.uint8))


def write_vector(connection: sqlite3.Connection, number: int, vector: Vector) -> None:
    row = (number, vector.terms.tobytes(), write_halves(vector.weights))
    connection.execute("INSERT INTO vectors VALUES (?, ?, ?)", row)


def find_vectors(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Vector]:
    """Return the vectors of those articles that are there and say something."""
    query = "SELECT number, terms, weights FROM vectors WHERE number IN ({})"
    return {
        number: Vector(read_numbers(terms), read_halves(weights))
        for number, terms, weights in find_rows(connection, query, numbers)
        if terms
    }


def find_lengths_of_postings(connection: sqlite3.Connection, terms: Sequence[int]) -> dict[int, int]:
    """Return how many articles the posting list of each term has, without reading them."""
    query = "SELECT term, length(articles) / 4 FROM postings WHERE term IN ({})"
    return dict(find_rows(connection, query, terms))


def find_postings(connection: sqlite3.Connection, terms: Sequence[int]) -> dict[int, Posting]:
    query = "SELECT term, articles, weights FROM postings WHERE term IN ({})"
    return {
        term: Posting(read_numbers(articles), read_halves(weights))
        for term, articles, weights in find_rows(connection, query, terms)
    }


def write_postings(connection: sqlite3.Connection, postings: Iterable[tuple[int, Posting]]) -> None:
    """Store posting lists in place of those that there were."""
    rows = ((term, posting.articles.tobytes(), write_halves(posting.weights)) for term, posting in postings)
    connection.executemany("INSERT OR REPLACE INTO postings VALUES (?, ?, ?)", rows)


def find_neighbours(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Surroundings]:
    query = "SELECT number, articles, similarities, length FROM neighbours WHERE number IN ({})"
    return {
        number: Surroundings(
            Neighbours(read_numbers(articles), np.frombuffer(similarities, np.float32)), length
        )
        for number, articles, similarities, length in find_rows(connection, query, numbers)
    }


def write_neighbours(connection: sqlite3.Connection, rows: Iterable[tuple[int, Surroundings]]) -> None:
    values = (
        (number, row.neighbours.articles.tobytes(), row.neighbours.similarities.tobytes(), row.length)
        for number, row in rows
    )
    connection.executemany("INSERT OR REPLACE INTO neighbours VALUES (?, ?, ?, ?)", values)


def find_lists(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, List]:
    query = "SELECT number, articles, scores, copies FROM lists WHERE number IN ({})"
    return {number: _read_list(*blobs) for number, *blobs in find_rows(connection, query, numbers)}


def find_list(connection: sqlite3.Connection, id: str) -> List | None:
    query = "SELECT lists.articles, scores, copies FROM articles JOIN lists USING (number) WHERE id = ?"
    blobs = connection.execute(query, (id,)).fetchone()
    return _read_list(*blobs) if blobs else None


def _read_list(articles: bytes, scores: bytes, copies: bytes) -> List:
    return List(
        read_numbers(articles),
        np.frombuffer(scores, np.float32),
        read_numbers(copies),
    )


def write_lists(connection: sqlite3.Connection, lists: Iterable[tuple[int, List]]) -> None:
    """Store lists, and that they changed."""
    rows = [(number, *(column.tobytes() for column in found)) for number, found in lists]
    connection.executemany("INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?)", rows)
    connection.executemany("INSERT OR IGNORE INTO changed VALUES (?)", [row[:1] for row in rows])


def find_ids(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Return the ids of those articles that are there."""
    return dict(find_rows(connection, "SELECT number, id FROM articles WHERE number IN ({})", numbers))


def find_listed(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Entry]:
    """Return those of the articles that are there as entries of a list."""
    query = "SELECT number, id, copies FROM articles JOIN lists USING (number) WHERE number IN ({})"
    found = find_rows(connection, query, numbers)
    return {number: Entry(id, set(read_numbers(copies).tolist())) for number, id, copies in found}


def find_numbers(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, int]:
    return dict(find_rows(connection, "SELECT id, number FROM articles WHERE id IN ({})", ids))


def find_days(connection: sqlite3.Connection, numbers: Sequence[int]) -> NDArray[np.float64]:
    """Return the moment of each article, in days since 1970, or not a number where it has none."""
    days = dict(find_rows(connection, "SELECT number, day FROM articles WHERE number IN ({})", numbers))
    return np.array([days.get(number) for number in numbers], np.float64)


def forget_everything_made(connection: sqlite3.Connection) -> None:
    """Empty the tables that follow from what the articles say."""
    for table in ("vectors", "postings", "neighbours", "lists", "unposted"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own names


def read_unposted(connection: sqlite3.Connection) -> list[int]:
    """Return the articles that are in no posting list yet."""
    return [row[0] for row in connection.execute("SELECT number FROM unposted")]


def write_unposted(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("INSERT INTO unposted VALUES (?)", (number,))


def highest_article(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("SELECT coalesce(max(number), 0) FROM articles").fetchone()[0]
    return number


def mark_changed_around(connection: sqlite3.Connection, number: int) -> None:
    """Say that the lists of an article's neighbours changed."""
    for row in find_neighbours(connection, [number]).values():
        query = "INSERT OR IGNORE INTO changed SELECT number FROM lists WHERE number = ?"
        connection.executemany(query, [(other,) for other in row.neighbours.articles.tolist()])


def remove_rows(connection: sqlite3.Connection, number: int) -> None:
    """Remove an article; posting lists and neighbours elsewhere may name it until everything is made anew."""
    for table in ("articles", "said", "vectors", "neighbours", "lists", "unposted", "changed"):
        connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 -- our own names


def read_all_days(connection: sqlite3.Connection) -> Iterator[tuple[int, Any]]:
    yield from connection.execute("SELECT number, day FROM articles ORDER BY number")
