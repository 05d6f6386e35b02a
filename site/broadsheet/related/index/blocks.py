"""Many vectors in rows of equal length, so that one is compared with all that it should be in a few steps of numpy.

A vector takes as many rows as it needs, and fills up the last one with a number that no term has. That is twice as quick
as one array for each vector, and takes half the memory of rows for the longest one.
"""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .vectors import Numbers, Vector, Weights

WIDTH = 64


class Blocks:
    """The vectors of articles by their places: 0 for the first that is put in. Terms have numbers below `terms`."""

    def __init__(self, vectors: int, entries: int, terms: int) -> None:
        rows = vectors + entries // WIDTH
        self._terms = np.full((rows, WIDTH), terms, np.int32)
        self._weights = np.zeros((rows, WIDTH), np.float32)
        self._starts = np.zeros(vectors + 1, np.int64)
        # A place for each term, with zeros but for the vector that is compared.
        self._space = np.zeros(terms + 1, np.float32)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @classmethod
    def of(cls, vectors: Sequence[Vector], terms: int) -> Self:
        """Return blocks with these vectors."""
        blocks = cls(len(vectors), sum(len(vector.terms) for vector in vectors), terms)
        for vector in vectors:
            blocks.put(vector)
        return blocks

    def put(self, vector: Vector) -> None:
        """Put a vector in the next place."""
        start = int(self._starts[self._count])
        length = len(vector.terms)
        rows = slice(start, start + max(1, -(-length // WIDTH)))
        self._terms[rows].reshape(-1)[:length] = vector.terms
        self._weights[rows].reshape(-1)[:length] = vector.weights
        self._count += 1
        self._starts[self._count] = rows.stop

    def at(self, place: int) -> Vector:
        """Return the vector at a place."""
        rows = slice(int(self._starts[place]), int(self._starts[place + 1]))
        terms, weights = self._terms[rows].reshape(-1), self._weights[rows].reshape(-1)
        length = int(np.count_nonzero(weights))
        return Vector(terms[:length], weights[:length])

    def find_strongest(self, count: int) -> tuple[Numbers, Weights, Numbers]:
        """Return up to so many of the first terms of each vector, with their weights and places."""
        places = np.repeat(np.arange(self._count, dtype=np.int32), np.diff(self._starts[: self._count + 1]))
        before = (np.arange(len(places)) - self._starts[places]) * WIDTH  # Terms in the rows above.
        rows = np.flatnonzero(before < count)
        chosen = (before[rows, None] + np.arange(WIDTH) < count) & (self._weights[rows] > 0)
        return self._terms[rows][chosen], self._weights[rows][chosen], np.repeat(places[rows], chosen.sum(1))

    def compare(self, vector: Vector, places: NDArray[np.integer[Any]]) -> Weights:
        """Return the cosines of a vector with those at some places."""
        if not len(places):
            return np.zeros(0, np.float32)
        starts = self._starts[places]
        lengths = self._starts[places + 1] - starts
        begins = np.cumsum(lengths) - lengths
        rows = np.repeat(starts - begins, lengths) + np.arange(lengths.sum())
        self._space[vector.terms] = vector.weights
        products = np.einsum("ij,ij->i", self._space[self._terms[rows]], self._weights[rows])
        self._space[vector.terms] = 0
        cosines: Weights = np.add.reduceat(products, begins)
        return cosines
