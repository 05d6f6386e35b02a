"""The neighbours of an article: those most similar to it, and what those around two articles tell of their similarity.

Two reports of one event may share few words, and yet both share many with a third. So a vector is smoothed: to it are added
the vectors of its five nearest neighbours, weighted by their similarity, as pseudo-relevance feedback does with a query
(Rocchio 1971; Diaz 2005, "Regularizing ad hoc retrieval scores"). The cosine of two smoothed vectors follows from
similarities that are known, so no smoothed vector has to be made; those beyond the fifty nearest count as none.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from .vectors import Numbers, Weights

NEAREST = 50
SMOOTHED_BY = 5
SMOOTHING = 2.0
STEEP = 3.0
FAR = 20  # Neighbours from here on tell how similar articles are that have nothing to do with each other.
LEAST_SIMILAR = 0.05  # Below it two texts have but everyday words in common.
STEP = 1_000  # Articles at once.
COPY = 0.9  # From this similarity on two articles say the same; see `copies`.


class Neighbours(NamedTuple):
    """The nearest articles, the most similar first, and each one's similarity (a cosine, above 0 and up to 1).

    Those of several articles stand in rows of `NEAREST`; a number beyond all articles, with 0, fills them up.
    """

    articles: Numbers
    similarities: Weights


class Pull(NamedTuple):
    """The neighbours that smooth an article, up to `SMOOTHED_BY`, and the weight of each; of several articles, in rows."""

    articles: Numbers
    weights: Weights


def keep_nearest(articles: Numbers, similarities: Weights) -> Neighbours:
    """Return the nearest of some articles."""
    order = np.argsort(-similarities, kind="stable")[:NEAREST]
    order = order[similarities[order] >= LEAST_SIMILAR]
    return Neighbours(articles[order], np.minimum(similarities[order], 1))


def stack(rows: Iterable[Neighbours], filler: int) -> Neighbours:
    """Return neighbours of several articles in rows of equal length, filled up with the number `filler`."""
    found = list(rows)
    articles = np.full((len(found), NEAREST), filler, np.int32)
    similarities = np.zeros((len(found), NEAREST), np.float32)
    for place, row in enumerate(found):
        articles[place, : len(row.articles)] = row.articles
        similarities[place, : len(row.articles)] = row.similarities
    return Neighbours(articles, similarities)


def choose_pull(rows: Neighbours) -> Pull:
    """Return which neighbours smooth each of some articles, and how much.

    They are the nearest that are no copies, which would add nothing new, each weighted by how much more similar it is than
    those far off.
    """
    far = rows.similarities[:, FAR:].mean(1, keepdims=True)
    articles, similarities = _find_pulling(rows)
    weights = np.minimum(STEEP * np.maximum(similarities - far, 0), SMOOTHING * similarities)
    return Pull(articles, weights.astype(np.float32))


def _find_pulling(rows: Neighbours) -> Neighbours:
    copies = (rows.similarities >= COPY).sum(1, keepdims=True)
    columns = copies + np.arange(SMOOTHED_BY)
    inside = np.minimum(columns, NEAREST - 1)
    similarities = np.where(columns < NEAREST, np.take_along_axis(rows.similarities, inside, 1), 0)
    return Neighbours(np.take_along_axis(rows.articles, inside, 1), similarities)


def measure_lengths(rows: Neighbours, pulls: Pull) -> Weights:
    """Return the smoothed length of each article, whose number is its row, from the neighbours of all of them."""
    lengths = np.ones(len(rows.articles), np.float32)
    similar = _find_pulling(rows).similarities
    for start in range(0, len(lengths), STEP):
        span = slice(start, start + STEP)
        weights, pulled = pulls.weights[span], pulls.articles[span]
        between = np.zeros((len(weights), SMOOTHED_BY, SMOOTHED_BY), np.float32)
        for place in range(SMOOTHED_BY):
            same = rows.articles[pulled[:, place], :, None] == pulled[:, None, :]
            between[:, place] = (same * rows.similarities[pulled[:, place], :, None]).sum(1)
            between[:, place, place] = 1
        squares = np.einsum("ni,nij,nj->n", weights, between, weights)
        lengths[span] = np.sqrt(1 + 2 * (weights * similar[span]).sum(1) + squares)
    return lengths


def spread(number: int, own: Neighbours, pull: Pull, pulled: Neighbours, space: Weights) -> float:
    """Put into `space`, at each article's number, how alike it is to the smoothed article; return the smoothed length.

    `own` and `pull` are the article's, `pulled` the neighbours of those that pull it, in rows.
    """
    space[own.articles] = own.similarities
    space[number] = 1
    np.add.at(space, pulled.articles, pull.weights[:, None] * pulled.similarities)
    np.add.at(space, pull.articles, pull.weights)
    return float(np.sqrt(space[number] + pull.weights @ space[pull.articles]))


def clear(number: int, own: Neighbours, pull: Pull, pulled: Neighbours, space: Weights) -> None:
    """Take out of `space` what `spread` put there."""
    for places in (own.articles, pulled.articles, pull.articles):
        space[places] = 0
    space[number] = 0


def tell_alike(own: Neighbours, length: float, pulls: Pull, lengths: Weights, space: Weights) -> Weights:
    """Return the smoothed similarity of an article, spread in `space`, to each of its neighbours, by their pulls."""
    alike = space[own.articles] + (pulls.weights * space[pulls.articles]).sum(1)
    smoothed: Weights = np.minimum(alike / (np.float32(length) * lengths), 1)
    return smoothed
