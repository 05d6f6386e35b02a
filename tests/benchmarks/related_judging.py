"""What lists of related stories are worth, against a truth. The benchmarks of related stories run it.

nDCG is that of Järvelin and Kekäläinen (2002), "Cumulated gain-based evaluation of IR techniques", with a gain of 1 for
each article that belongs there and the discount 1 / log2(place + 1); the best list holds all of them, or ten. The intervals
are percentiles of bootstrap samples of the asking articles (Efron and Tibshirani 1993, "An Introduction to the Bootstrap").
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PLACES, FIRST = 10, 5
SAMPLES, SEED = 5_000, 2021
DISCOUNTS = 1 / np.log2(np.arange(PLACES) + 2)

Lists = dict[str, list[str]]
Partners = dict[str, set[str]]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A mean over the asking articles, and the interval in which 95 % of the means of samples lie."""

    mean: float
    low: float
    high: float


def rate_lists(lists: Lists, partners: Partners) -> Values:
    """Return the nDCG at 10 of each list that is asked for."""
    return np.array([rate_list(lists.get(id, []), wanted) for id, wanted in partners.items()])


def rate_list(shown: list[str], wanted: set[str]) -> float:
    gains = np.array([other in wanted for other in shown[:PLACES]], dtype=float)
    best = DISCOUNTS[: min(len(wanted), PLACES)].sum()
    return float((gains * DISCOUNTS[: len(gains)]).sum() / best)


def find_precisions(lists: Lists, partners: Partners) -> Values:
    """Return, for each list that is asked for, the share of five places that hold what belongs there."""
    return np.array([len(wanted & set(lists.get(id, [])[:FIRST])) / FIRST for id, wanted in partners.items()])


def estimate(values: Values) -> Estimate:
    """Estimate a mean; of two methods, give the differences for each article, which pairs the samples."""
    dice = np.random.default_rng(SEED)
    means = [values[dice.integers(0, len(values), len(values))].mean() for _ in range(SAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(values.mean()), float(low), float(high))


def group_copies(ids: Iterable[str], copies: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return one of each group of near-duplicates for every article; copies of copies are one group."""
    groups = {id: {id} for id in ids}
    for one, other in copies:
        if groups[one] is not groups[other]:
            joined = groups[one] | groups[other]
            groups.update(dict.fromkeys(joined, joined))
    return {id: min(group) for id, group in groups.items()}


def without_copies(lists: Lists, groups: dict[str, str]) -> Lists:
    """Return the lists with one article of each group, the first, and none of the asking article's own."""
    return {
        id: list(dict.fromkeys(groups[other] for other in shown if groups[other] != groups[id]))
        for id, shown in lists.items()
    }


def partners_without_copies(partners: Partners, groups: dict[str, str]) -> Partners:
    """Return what belongs to each article, a group counted once; who has only copies does not ask."""
    found = {id: {groups[other] for other in wanted} - {groups[id]} for id, wanted in partners.items()}
    return {id: wanted for id, wanted in found.items() if wanted}


def count_copies(lists: Lists, copies: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Count the near-duplicates of the asking article, and the pairs of each other, among the first five of all lists."""
    same = {frozenset(pair) for pair in copies}
    of_it = of_each_other = 0
    for id, shown in lists.items():
        first = shown[:FIRST]
        of_it += sum(frozenset((id, other)) in same for other in first)
        of_each_other += sum(frozenset((a, b)) in same for at, a in enumerate(first) for b in first[:at])
    return of_it, of_each_other


def count_short(lists: Lists) -> int:
    return sum(len(shown) < FIRST for shown in lists.values())
