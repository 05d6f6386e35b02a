"""Which articles are worth comparing with one: those that share some of its strongest terms.

For each term a posting list holds the articles in which it is among the strongest, with its weight there. Leaving out the
weaker terms makes the lists of common words short, which are most of the work; docs/decisions/0021 tells what that misses.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from .vectors import Numbers, Weights

POSTED = 96  # So many terms of an article are posted and looked up,
WORK = 10_000  # but no more than so many entries of the lists are looked at: the strongest terms are enough.
MOST = 80
LEAST_SHARED = 0.02  # Of the similarity, which is at most 1.


class Posting(NamedTuple):
    """The articles that have a term among their strongest, and its weight in each."""

    articles: Numbers
    weights: Weights


def choose_asked(lengths: Sequence[int]) -> int:
    """Return for how many of an article's terms, the strongest first, the posting lists are looked at, by their lengths."""
    return max(1, bisect_right(list(accumulate(lengths)), WORK))


def find_candidates(articles: Numbers, shares: Weights, without: int, size: int) -> Numbers:
    """Return up to `MOST` articles that share most with an article.

    `articles` are those in the posting lists of its terms, in turn, and `shares` the product of both weights of each;
    `without` is the article itself. All articles have numbers below `size`.
    """
    if size <= MOST:  # A small archive is compared whole.
        return np.delete(np.arange(size, dtype=np.int32), without)
    shared = np.bincount(articles, shares, minlength=size)
    shared[without] = 0
    candidates = np.flatnonzero(shared > LEAST_SHARED)
    if len(candidates) > MOST:
        candidates = candidates[np.argpartition(shared[candidates], -MOST)[-MOST:]]
    return candidates.astype(np.int32)
