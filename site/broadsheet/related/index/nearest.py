"""The neighbours of all articles: for each one its candidates, and the nearest of those.

Places are independent of one another, so that two processes can share them; see `second_process`.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .blocks import Blocks
from .candidates import POSTED, choose_asked, find_candidates
from .neighbours import NEAREST, Neighbours, keep_nearest
from .vectors import Numbers, Vector, Weights

NOTHING, NO_WEIGHTS = np.zeros(0, np.int32), np.zeros(0, np.float32)


class Postings(NamedTuple):
    """All posting lists, one after another; that of a term goes from its start to the next one's."""

    starts: NDArray[np.int64]
    places: Numbers
    weights: Weights


def find_nearest(blocks: Blocks, postings: Postings, places: range, take: Callable[[], None]) -> Neighbours:
    """Return the neighbours of the articles at some places, in rows; `take` is called after each."""
    articles = np.full((len(places), NEAREST), len(blocks), np.int32)
    similarities = np.zeros((len(places), NEAREST), np.float32)
    for row, place in enumerate(places):
        vector = blocks.at(place)
        found = find_candidates(*_look_up(vector, postings), place, len(blocks))
        own = keep_nearest(found, blocks.compare(vector, found))
        articles[row, : len(own.articles)] = own.articles
        similarities[row, : len(own.articles)] = own.similarities
        take()
    return Neighbours(articles, similarities)


def _look_up(vector: Vector, postings: Postings) -> tuple[Numbers, Weights]:
    """Return the places in the posting lists of a vector's terms, and what each shares there."""
    starts, ends = postings.starts[vector.terms[:POSTED]], postings.starts[vector.terms[:POSTED] + 1]
    asked = choose_asked((ends - starts).tolist())
    spans = [slice(*span) for span in zip(starts[:asked].tolist(), ends[:asked].tolist(), strict=True)]
    places = np.concatenate([NOTHING, *(postings.places[span] for span in spans)])
    shares = np.concatenate([NO_WEIGHTS, *(postings.weights[span] for span in spans)])
    shares *= np.repeat(vector.weights[:asked], (ends - starts)[:asked])
    return places, shares
