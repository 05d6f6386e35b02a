"""Whether two articles say the same: the cosine of all that they say is at least `COPY`, wherever in them it stands.

The beginning, which counts for more in their similarity, must not decide that: many a copy has a new one. So two articles that are
very similar are compared once more, without leads, and their similarity is put on the side of `COPY` on which it belongs.
"""

import sqlite3

import numpy as np

from .blocks import Blocks
from .neighbours import COPY, Neighbours
from .rows import find_frequencies, next_term, read_said
from .vectors import Numbers, Vector, make_vector, rate_rarity

DOUBTFUL = 0.75  # Below it, no copy was found in the sets of news.
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
    same = Blocks.of(theirs, next_term(connection)).compare(mine, np.arange(len(theirs))) >= COPY
    similarities = own.similarities.copy()
    similarities[doubtful] = np.where(
        same,
        np.maximum(similarities[doubtful], np.float32(COPY)),
        np.minimum(similarities[doubtful], NO_COPY),
    )
    order = np.argsort(-similarities, kind="stable")
    return Neighbours(own.articles[order], similarities[order])


def _read_vectors(connection: sqlite3.Connection, numbers: list[int], articles: int) -> list[Vector]:
    """Return vectors of all that some articles say, each place in them counting the same."""
    read = [read_said(connection, number) for number in numbers]
    terms = np.unique(np.concatenate([said.terms for said in read]))
    rarity = rate_rarity(find_frequencies(connection, terms), articles)
    return [make_vector(said.terms, said.counts, rarity[np.searchsorted(terms, said.terms)]) for said in read]
