"""Which articles are worth comparing with one: those that share some of its strongest terms.

For each term a posting list holds the articles in which it is among the strongest, with its weight there. Leaving out the weaker
terms makes the lists of common words short, which are most of the work; what that misses is told in docs/decisions/0021.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from .vectors import Numbers, Weights

POSTED = 96  # So many terms of an article are posted and looked up,
WORK = 15_000  # but no more than so many entries of the lists are looked at: in large archives the strongest terms are enough.
MOST = 80
LEAST_SHARED = 0.02  # Of the similarity, which is at most 1.


class Posting(NamedTuple):
    """The articles that have a term among their strongest, and its weight in each."""

    articles: Numbers
    weights: Weights


def choose_asked(lengths: Iterable[int]) -> int:
    """Return for how many of an article's terms, the strongest first, the posting lists are looked at, by their lengths."""
    total = 0
    for place, length in enumerate(lengths):
        total += length
        if total > WORK:
            return max(1, place)
    return POSTED


def find_candidates(found: Iterable[tuple[float, Posting]], without: int, size: int) -> Numbers:
    """Return up to `MOST` articles that share most with an article.

    `found` gives the weight in it of each term asked for, with the term's posting; `without` is the article itself, and all
    articles have numbers below `size`.
    """
    weighted = [(posting.articles, posting.weights * np.float32(weight)) for weight, posting in found]
    if not weighted:
        return np.zeros(0, np.int32)
    articles, weights = (np.concatenate(column) for column in zip(*weighted, strict=True))
    shared = np.bincount(articles, weights, minlength=size)
    shared[without] = 0
    candidates = np.flatnonzero(shared > LEAST_SHARED)
    if len(candidates) > MOST:
        candidates = candidates[np.argpartition(shared[candidates], -MOST)[-MOST:]]
    return candidates.astype(np.int32)
