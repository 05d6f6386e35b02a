"""Whether two articles say the same.

The beginning counts for more in their similarity, and must not decide that alone: many a copy has a new one. So two articles
that are very similar are compared once more, without leads, and are copies if the mean of both is at least `LEAST_MEAN`.
"""

import sqlite3

import numpy as np

from .blocks import Blocks
from .neighbours import COPY, Neighbours
from .rows import find_frequencies, next_term, read_said
from .vectors import Numbers, Vector, make_vector, rate_rarity

DOUBTFUL = 0.75  # Below it, no copy was found in the sets of news.
LEAST_MEAN = 0.89
NO_COPY = np.nextafter(np.float32(COPY), np.float32(0))


def settle_copies(
    connection: sqlite3.Connection, number: int, names: Numbers, own: Neighbours, articles: int
) -> Neighbours:
    """Return the neighbours of an article with a similarity of `COPY` or more for its copies alone.

    `names` are the numbers of the neighbours' articles, `articles` is how many there were when rarities were counted.
    """
    doubtful = own.similarities >= DOUBTFUL
    if not doubtful.any():
        return own
    mine, *theirs = _read_vectors(connection, [number, *names[doubtful].tolist()], articles)
    without_leads = Blocks.of(theirs, next_term(connection)).compare(mine, np.arange(len(theirs)))
    similarities = own.similarities.copy()
    found = similarities[doubtful]
    same = (found + without_leads) / 2 >= LEAST_MEAN
    similarities[doubtful] = np.where(same, np.maximum(found, np.float32(COPY)), np.minimum(found, NO_COPY))
    order = np.argsort(-similarities, kind="stable")
    return Neighbours(own.articles[order], similarities[order])


def _read_vectors(connection: sqlite3.Connection, numbers: list[int], articles: int) -> list[Vector]:
    """Return vectors of all that some articles say, each place in them counting the same."""
    read = [read_said(connection, number) for number in numbers]
    terms = np.unique(np.concatenate([said.terms for said in read]))
    rarity = rate_rarity(find_frequencies(connection, terms), articles)
    return [make_vector(said.terms, said.counts, rarity[np.searchsorted(terms, said.terms)]) for said in read]
