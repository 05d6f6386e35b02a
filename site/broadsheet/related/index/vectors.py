"""An article as a vector: how much each of its terms says, the strongest first.

The weight of a term is (1 + ln count) * ln(1 + articles / articles with it), and a vector has length 1 (Salton and Buckley
1988, "Term-weighting approaches in automatic text retrieval"). In a large archive, a term of one or two articles weighs no
more than one of three: most of those are misspellings.
"""

from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LONGEST = 1_000  # Terms in a vector; what a very long story has beyond them weighs little.
FEWEST_ARTICLES = 3
SMALL = 50  # In an archive of so few articles, a word that all of them have tells nothing.
LEAST_RARITY = 0.05
LOGARITHMS = np.log(np.maximum(np.arange(256), 1)).astype(np.float32)

Numbers = NDArray[np.int32]
Weights = NDArray[np.float32]


class Said(NamedTuple):
    """What an article says: its terms by their numbers, how often it has each, and how often more as it begins with it."""

    terms: Numbers
    counts: NDArray[np.uint8]
    leads: NDArray[np.uint8]


class Vector(NamedTuple):
    """Up to `LONGEST` terms by their numbers, and the weight of each, falling."""

    terms: Numbers
    weights: Weights


def rate_rarity(frequencies: NDArray[np.int64], articles: int) -> Weights:
    """Return how much the mention of each term says, by the number of articles that have it."""
    in_all = log(2) * SMALL / (SMALL + articles)
    rarity = np.log1p(articles / np.maximum(frequencies, FEWEST_ARTICLES if articles > SMALL else 1)) - in_all
    return np.maximum(rarity, LEAST_RARITY).astype(np.float32)


def make_vector(terms: Numbers, counts: NDArray[np.uint8], rarity: Weights) -> Vector:
    """Return the vector of an article, from its terms, how often it has each, and how rare each is."""
    weights = (1 + LOGARITHMS[counts]) * rarity
    if len(weights) > LONGEST:
        kept = np.argpartition(weights, -LONGEST)[-LONGEST:]
        terms, weights = terms[kept], weights[kept]
    order = np.argsort(-weights, kind="stable")
    length = float(np.sqrt(weights @ weights)) or 1.0
    return Vector(terms[order], weights[order] / np.float32(length))
