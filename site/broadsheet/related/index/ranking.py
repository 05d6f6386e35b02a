"""Which neighbours are shown first: the similar ones, and among them those of the same days."""

import numpy as np
from numpy.typing import NDArray

from .vectors import Numbers, Weights

LIST_LENGTH = 25
DAYS = 7  # By then most of what was news is told.
LEAST_ALIKE = 0.06  # Below this smoothed similarity two stories have nothing to do with each other.


def rate_dates(day: float, days: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a similarity is multiplied by: from 2 for the same moment to 1 for a year, 1 where a date is missing."""
    return np.nan_to_num(np.exp(-np.abs(days - day) / DAYS), nan=0.0) + 1


def rank(articles: Numbers, alike: Weights, factors: NDArray[np.float64]) -> tuple[Numbers, Weights]:
    """Return up to `LIST_LENGTH` articles that are alike enough, the best first, and their scores."""
    scores = (alike * factors).astype(np.float32)
    order = np.lexsort((articles, -scores))
    order = order[alike[order] >= LEAST_ALIKE][:LIST_LENGTH]
    return articles[order], scores[order]
