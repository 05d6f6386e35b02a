"""Why one article does or does not stand in the list of another."""

import sqlite3
from dataclasses import dataclass

import numpy as np

from .neighbours import COPY
from .ranking import rate_dates
from .rows import find_days, find_lists, find_names, find_numbers, find_vectors
from .vectors import Vector


@dataclass(frozen=True)
class Explanation:
    """How alike two articles are.

    `similarity` is the cosine of their texts, and `shared` what each shared term adds to it, the strongest first.
    `through_neighbours` is what those around them add or take away, `date_factor` what their dates multiply both by, `score`
    what comes of it, and `rank` the place in the first one's list, from 1. Without a place, neighbours are not counted.
    """

    similarity: float
    shared: list[tuple[str, float]]
    through_neighbours: float
    days_apart: float | None
    date_factor: float
    score: float
    rank: int | None
    is_copy: bool


def explain(connection: sqlite3.Connection, id: str, other: str) -> Explanation:
    """Explain `other` in the list of `id`; raise `KeyError` for one that is not there."""
    numbers = find_numbers(connection, [id, other])
    one, two = numbers[id], numbers[other]
    vectors = find_vectors(connection, [one, two])
    shared = _share(connection, vectors[one], vectors[two])
    similarity = sum(weight for _, weight in shared)
    days = find_days(connection, [one, two])
    factor = float(rate_dates(days[0], days[1:])[0])
    listed = find_lists(connection, [one])[one]
    places = np.flatnonzero(listed.articles == two).tolist()
    score = float(listed.scores[places[0]]) if places else similarity * factor
    return Explanation(
        similarity=similarity,
        shared=shared,
        through_neighbours=score / factor - similarity,
        days_apart=None if np.isnan(days).any() else float(abs(days[0] - days[1])),
        date_factor=factor,
        score=score,
        rank=places[0] + 1 if places else None,
        is_copy=two in listed.copies.tolist() or similarity >= COPY,
    )


def _share(connection: sqlite3.Connection, one: Vector, two: Vector) -> list[tuple[str, float]]:
    terms, mine, theirs = np.intersect1d(one.terms, two.terms, return_indices=True)
    weights = one.weights[mine] * two.weights[theirs]
    names = find_names(connection, terms.tolist())
    found = [(names[term], weight) for term, weight in zip(terms.tolist(), weights.tolist(), strict=True)]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
