"""Make everything anew: the vectors, the posting lists, the neighbours and the list of each article.

All arrays have a row for each article, in the order of the articles' numbers; "place" is such a row. One more stands for the
neighbours that an article in a small archive lacks.
"""

import sqlite3
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .blocks import Blocks
from .candidates import POSTED, Posting
from .copies import DOUBTFUL, settle_copies
from .nearest import Postings
from .neighbours import (
    COPY,
    NEAREST,
    Neighbours,
    Pull,
    choose_pull,
    clear,
    measure_lengths,
    spread,
    tell_alike,
)
from .ranking import rank, rate_dates
from .rows import (
    List,
    Surroundings,
    forget_everything_made,
    next_term,
    read_all_days,
    read_all_said,
    write_frequencies,
    write_lists,
    write_neighbours,
    write_postings,
    write_vector,
)
from .second_process import share_nearest
from .shelf import read_fact, write_fact
from .vectors import Numbers, Weights, make_vector, rate_rarity

Progress = Callable[[int, int], None]
STEP = 1_000
NOBODY = np.int32(0)  # The number of no article.
ANEW = 0.2  # Once so large a part of the articles is new or gone, everything is made anew.


class Steps:
    """Tells how far the work is: three rounds over all articles."""

    def __init__(self, articles: int, progress: Progress | None) -> None:
        self.total = 3 * articles
        self.done = 0
        self.progress = progress

    def take(self) -> None:
        self.done += 1
        if self.progress and (self.done % STEP == 0 or self.done == self.total):
            self.progress(self.done, self.total)


def build(connection: sqlite3.Connection, progress: Progress | None = None) -> None:
    """Make everything anew from what the articles say, within a transaction of the caller."""
    rows = list(read_all_days(connection))
    numbers = np.array([number for number, _ in rows], np.int32)
    days = np.array([np.nan if day is None else day for _, day in rows], np.float64)
    steps = Steps(len(rows), progress)
    forget_everything_made(connection)
    blocks = _make_vectors(connection, numbers, steps)
    postings = _post(blocks, next_term(connection))
    _store_postings(connection, numbers, postings)
    near = share_nearest(blocks, postings, steps.take)
    del blocks, postings  # They are the largest part of the memory that this takes.
    near = _add_nobody(near)
    _settle_all_copies(connection, np.append(numbers, NOBODY), near)
    _make_lists(connection, numbers, days, near, steps)
    write_fact(connection, "built", len(rows))
    write_fact(connection, "changes", 0)


def count_changes(connection: sqlite3.Connection, changes: int) -> None:
    """Count articles that came or went."""
    write_fact(connection, "changes", read_fact(connection, "changes", 0) + changes)


def is_stale(connection: sqlite3.Connection) -> bool:
    """Say whether so much changed since everything was made that it should be made anew."""
    changes: int = read_fact(connection, "changes", 0)
    return changes > ANEW * int(read_fact(connection, "built", 0))


def _make_vectors(connection: sqlite3.Connection, numbers: Numbers, steps: Steps) -> Blocks:
    """Store all vectors and return them."""
    size = next_term(connection)
    frequencies = np.zeros(size, np.int64)
    for _number, said in read_all_said(connection):
        frequencies[said.terms] += 1
    write_frequencies(connection, frequencies)
    rarity = rate_rarity(frequencies, len(numbers))
    blocks = Blocks(len(numbers), int(frequencies.sum()), size)
    for number, said in read_all_said(connection):
        vector = make_vector(said.terms, said.counts + said.leads, rarity[said.terms])
        write_vector(connection, number, vector)
        blocks.put(vector)
        steps.take()
    return blocks


def _post(blocks: Blocks, terms: int) -> Postings:
    """Return the posting lists of so many terms."""
    posted, weights, places = blocks.find_strongest(POSTED)
    order = np.argsort(posted, kind="stable")
    starts = np.searchsorted(posted[order], np.arange(terms + 1))
    return Postings(starts, places[order], weights[order])


def _store_postings(connection: sqlite3.Connection, numbers: Numbers, postings: Postings) -> None:
    articles = numbers[postings.places]
    spans = enumerate(pairwise(postings.starts.tolist()))
    found = ((term, start, end) for term, (start, end) in spans if start < end)
    write_postings(
        connection,
        ((term, Posting(articles[start:end], postings.weights[start:end])) for term, start, end in found),
    )


def _settle_all_copies(connection: sqlite3.Connection, names: Numbers, near: Neighbours) -> None:
    """Put the similarities of all articles on the side of `COPY` on which they belong, in place."""
    size = len(names) - 1
    for place in np.flatnonzero(near.similarities[:size, 0] >= DOUBTFUL).tolist():
        own = Neighbours(near.articles[place], near.similarities[place])
        own = settle_copies(connection, int(names[place]), names[own.articles], own, size)
        near.articles[place], near.similarities[place] = own


def _add_nobody(near: Neighbours) -> Neighbours:
    """Return neighbours with one more row, of the article that stands for those that are missing."""
    nobody = np.full((1, NEAREST), len(near.articles), np.int32), np.zeros((1, NEAREST), np.float32)
    return Neighbours(np.append(near.articles, nobody[0], 0), np.append(near.similarities, nobody[1], 0))


def _make_lists(
    connection: sqlite3.Connection,
    numbers: Numbers,
    days: NDArray[np.float64],
    near: Neighbours,
    steps: Steps,
) -> None:
    """Store the neighbours and the lists of all articles."""
    pulls = choose_pull(near)
    lengths = measure_lengths(near, pulls)
    days = np.append(days, np.nan)
    names = np.append(numbers, NOBODY)
    made = []
    for place, own, space, length in _spread_all(near, pulls):
        lies = own.articles < len(numbers)
        own = Neighbours(own.articles[lies], own.similarities[lies])
        alike = tell_alike(
            own,
            length,
            Pull(pulls.articles[own.articles], pulls.weights[own.articles]),
            lengths[own.articles],
            space,
        )
        copies = own.similarities >= COPY
        others = own.articles[~copies]
        shown, scores = rank(others, alike[~copies], rate_dates(days[place], days[others]))
        found = List(names[shown], scores, names[own.articles[copies]])
        made.append(
            (
                int(numbers[place]),
                Surroundings(Neighbours(names[own.articles], own.similarities), length),
                found,
            )
        )
        if len(made) == STEP:
            _store(connection, made)
            made = []
        steps.take()
    _store(connection, made)


def _spread_all(near: Neighbours, pulls: Pull) -> Iterator[tuple[int, Neighbours, Weights, float]]:
    """Yield each place, its neighbours, the space in which it is spread, and its smoothed length."""
    space = np.zeros(len(near.articles), np.float32)
    for place in range(len(near.articles) - 1):
        own = Neighbours(near.articles[place], near.similarities[place])
        pull = Pull(pulls.articles[place], pulls.weights[place])
        pulled = Neighbours(near.articles[pull.articles], near.similarities[pull.articles])
        length = spread(place, own, pull, pulled, space)
        yield place, own, space, length
        clear(place, own, pull, pulled, space)


def _store(connection: sqlite3.Connection, made: list[tuple[int, Surroundings, List]]) -> None:
    write_neighbours(connection, [(number, row) for number, row, _ in made])
    write_lists(connection, [(number, found) for number, _, found in made])
