"""Take one article into a ready index: its neighbours, its list, and the lists of others that it enters.

Comparing the newcomer with its candidates tells how similar each of them is to it, too, so no other comparison is needed.
How rare terms are stays as it was when everything was made last, and so does what lists say of others than the newcomer.
"""

import sqlite3
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from .blocks import Blocks
from .candidates import POSTED, Posting, choose_asked, find_candidates
from .copies import settle_copies
from .neighbours import (
    COPY,
    NEAREST,
    SMOOTHED_BY,
    Neighbours,
    Pull,
    choose_pull,
    clear,
    keep_nearest,
    spread,
    stack,
    tell_alike,
)
from .ranking import LEAST_ALIKE, LIST_LENGTH, rank, rate_dates
from .rows import (
    List,
    Surroundings,
    find_days,
    find_frequencies,
    find_lengths_of_postings,
    find_lists,
    find_neighbours,
    find_postings,
    find_vectors,
    highest_article,
    next_term,
    read_said,
    read_unposted,
    write_lists,
    write_neighbours,
    write_postings,
    write_unposted,
    write_vector,
)
from .shelf import read_fact
from .vectors import Vector, Weights, make_vector, rate_rarity

Kind = TypeVar("Kind", bound=np.generic)

UNPOSTED = 64  # So many newcomers are compared with directly, before they are posted together.
NONE = Neighbours(np.zeros(0, np.int32), np.zeros(0, np.float32))


class Around(NamedTuple):
    """The neighbours of a newcomer, and what is known of each, in the same order; the newcomer is put among their own."""

    own: Neighbours
    rows: Neighbours
    pulls: Pull
    lengths: Weights
    entered: NDArray[np.bool_]  # Whether the newcomer is among a neighbour's own.


def place_article(connection: sqlite3.Connection, number: int) -> None:
    """Make the vector, the neighbours and the list of a stored article, within a transaction of the caller.

    Its number is higher than that of any article that has them already.
    """
    said = read_said(connection, number)
    built = int(read_fact(connection, "built", 1))
    rarity = rate_rarity(find_frequencies(connection, said.terms), built)
    vector = make_vector(said.terms, said.counts + said.leads, rarity)
    write_vector(connection, number, vector)
    unposted = read_unposted(connection)
    own = _find_nearest(connection, number, vector, unposted)
    own = settle_copies(connection, number, own.articles, own, built)
    around = _look_around(connection, number, own)
    _write(connection, number, around)
    write_unposted(connection, number)
    if len(unposted) + 1 >= UNPOSTED:
        post(connection, [*unposted, number])


def post(connection: sqlite3.Connection, numbers: list[int]) -> None:
    """Put articles into the posting lists of their strongest terms."""
    news: dict[int, tuple[list[int], list[float]]] = {}
    for number, vector in find_vectors(connection, numbers).items():
        for term, weight in zip(
            vector.terms[:POSTED].tolist(), vector.weights[:POSTED].tolist(), strict=True
        ):
            articles, weights = news.setdefault(term, ([], []))
            articles.append(number)
            weights.append(weight)
    old = find_postings(connection, list(news))
    empty = Posting(*NONE)
    changed = {
        term: Posting(
            np.append(old.get(term, empty).articles, np.array(articles, np.int32)),
            np.append(old.get(term, empty).weights, np.array(weights, np.float32)),
        )
        for term, (articles, weights) in news.items()
    }
    write_postings(connection, changed.items())
    connection.execute("DELETE FROM unposted")


def _find_nearest(
    connection: sqlite3.Connection, number: int, vector: Vector, unposted: list[int]
) -> Neighbours:
    terms = vector.terms[:POSTED].tolist()
    lengths = find_lengths_of_postings(connection, terms)
    terms = terms[: choose_asked([lengths.get(term, 0) for term in terms])]
    postings = find_postings(connection, terms)
    size = highest_article(connection) + 1
    weights = dict(zip(terms, vector.weights, strict=False))
    posted = np.concatenate([NONE.articles, *(posting.articles for posting in postings.values())])
    shares = [posting.weights * weights[term] for term, posting in postings.items()]
    found = find_candidates(posted, np.concatenate([NONE.similarities, *shares]), number, size)
    vectors = find_vectors(connection, list({*found.tolist(), *unposted} - {number}))
    blocks = Blocks.of(list(vectors.values()), next_term(connection))
    similarities = blocks.compare(vector, np.arange(len(vectors)))
    return keep_nearest(np.fromiter(vectors, np.int32, len(vectors)), similarities)


def _look_around(connection: sqlite3.Connection, number: int, own: Neighbours) -> Around:
    known = find_neighbours(connection, own.articles.tolist())
    found = [known[article] for article in own.articles.tolist()]
    old = stack((row.neighbours for row in found), number + 1)
    rows = _enter(old, number, own.similarities)
    pulls = choose_pull(rows)
    lengths = np.array([row.length for row in found], np.float32)
    moved = np.flatnonzero((pulls.articles != choose_pull(old).articles).any(1))
    rows_by_number = {number: own} | {article: row.neighbours for article, row in known.items()}
    wanted = set(pulls.articles[moved].ravel().tolist()) - set(rows_by_number)
    rows_by_number |= {
        article: row.neighbours for article, row in find_neighbours(connection, list(wanted)).items()
    }
    space = np.zeros(number + 2, np.float32)
    for place in moved.tolist():
        article, row = int(own.articles[place]), Neighbours(rows.articles[place], rows.similarities[place])
        pull = Pull(pulls.articles[place], pulls.weights[place])
        pulled = stack((rows_by_number.get(other, NONE) for other in pull.articles.tolist()), number + 1)
        lengths[place] = spread(article, row, pull, pulled, space)
        clear(article, row, pull, pulled, space)
    return Around(own, rows, pulls, lengths, old.similarities[:, -1] < own.similarities)


def _enter(rows: Neighbours, number: int, similarities: Weights) -> Neighbours:
    """Return the rows with an article among them, by its similarity to each, if it is among the nearest."""
    articles = np.column_stack([rows.articles, np.full(len(rows.articles), number, np.int32)])
    similar = np.column_stack([rows.similarities, similarities])
    order = np.argsort(-similar, axis=1, kind="stable")[:, :NEAREST]
    return Neighbours(np.take_along_axis(articles, order, 1), np.take_along_axis(similar, order, 1))


def _write(connection: sqlite3.Connection, number: int, around: Around) -> None:
    """Store the neighbours and the lists that there are now."""
    own = around.own
    alike, length = _tell_alike(number, around)
    rows = [(number, Surroundings(own, length))]
    for place in np.flatnonzero(around.entered).tolist():
        similarities = around.rows.similarities[place]
        filled = similarities > 0
        row = Neighbours(around.rows.articles[place][filled], similarities[filled])
        rows.append((int(own.articles[place]), Surroundings(row, float(around.lengths[place]))))
    write_neighbours(connection, rows)
    days = find_days(connection, [number, *own.articles.tolist()])
    factors = rate_dates(days[0], days[1:])
    copies = own.similarities >= COPY
    shown, scores = rank(own.articles[~copies], alike[~copies], factors[~copies])
    lists = [(number, List(shown, scores, own.articles[copies]))]
    old = find_lists(connection, own.articles.tolist())
    for article in own.articles[copies].tolist():
        lists.append(
            (article, old[article]._replace(copies=np.append(old[article].copies, np.int32(number))))
        )
    scores = (alike * factors).astype(np.float32)
    for place in np.flatnonzero(~copies & (alike >= LEAST_ALIKE)).tolist():
        article, score = int(own.articles[place]), scores[place]
        if len(old[article].scores) < LIST_LENGTH or old[article].scores[-1] < score:
            lists.append((article, _insert(old[article], number, score)))
    write_lists(connection, lists)


def _tell_alike(number: int, around: Around) -> tuple[Weights, float]:
    """Return how alike the newcomer and each of its neighbours are, smoothed, and the newcomer's smoothed length."""
    own = around.own
    if not len(own.articles):
        return own.similarities, 1.0
    copies = int((own.similarities >= COPY).sum())
    span = slice(copies, copies + SMOOTHED_BY)
    weights = choose_pull(stack([own], number + 1)).weights[0]
    pull = Pull(own.articles[span], weights[: len(own.articles[span])])
    pulled = Neighbours(around.rows.articles[span], around.rows.similarities[span])
    space = np.zeros(number + 2, np.float32)
    length = spread(number, own, pull, pulled, space)
    return tell_alike(own, length, around.pulls, around.lengths, space), length


def _insert(old: List, number: int, score: np.float32) -> List:
    """Return a list with a newcomer at its score."""
    place = int(np.searchsorted(-old.scores, -score, side="right"))
    return List(_put_in(old.articles, place, number), _put_in(old.scores, place, score), old.copies)


def _put_in(column: NDArray[Kind], place: int, value: Any) -> NDArray[Kind]:
    """Return a column of a list with a value at a place; numpy's own `insert` is slow on so few."""
    new = np.array([value], column.dtype)
    return np.concatenate([column[:place], new, column[place:]])[:LIST_LENGTH]
