"""From an article to the words that it is compared by, in any script, without a list of stop words of any language.

A word counts for where it stands: the beginning of a story says what it is about, and its title says it once more. Tags, the
section and the series are words too, of a kind that no text contains: rare ones count for much, common ones for little.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...words import split_words
from .vectors import Numbers, Said
from .vocabulary import Vocabulary

# Words among the first of a text count once more for each of these lengths; docs/decisions/0021 tells how they were chosen.
LEADS = (120, 40)
TITLE_COUNT = 3
TAG_COUNT = 8
SERIES_COUNT = 20
SECTION_COUNT = 3
MOST_COUNTED, MOST_LED = 215, 40  # Together they fit into a byte.


def name_terms(article: Mapping[str, Any]) -> Counter[str]:
    """Count what an article says of itself: its tags, its section and its series."""
    named = Counter({f"tag: {_fold(tag)}": TAG_COUNT for tag in article.get("tags") or ()})
    if article.get("section"):
        named[f"section: {_fold(article['section'])}"] = SECTION_COUNT
    if article.get("series"):
        named[f"series: {_fold(article['series'])}"] = SERIES_COUNT
    return named


def count_terms(article: Mapping[str, Any], vocabulary: Vocabulary) -> Said:
    """Count the terms of an article; it may have a `title`, a `text`, `tags`, a `section` and a `series`."""
    words = split_words(article.get("text") or "")
    counted = Counter(words)
    counted.update(split_words(article.get("title") or "") * TITLE_COUNT)
    leads = Counter(word for length in LEADS for word in words[:length])
    named = name_terms(article)
    numbers = [*vocabulary.number_words(list(counted)), *vocabulary.number_terms(named)]
    counts = np.array([*counted.values(), *named.values()], np.int64)
    more = np.zeros(len(counts), np.int64)
    # A Counter keeps the order in which words come, so those of the lead are its first.
    more[: len(leads)] = [*leads.values()]
    return _merge(np.array(numbers, np.int32), counts, more)


def _merge(terms: Numbers, counts: NDArray[np.int64], leads: NDArray[np.int64]) -> Said:
    """Return the terms once each; words that differ in their endings have the same."""
    order = np.argsort(terms, kind="stable")
    terms = terms[order]
    starts = np.flatnonzero(np.concatenate([terms[:1] >= 0, terms[1:] != terms[:-1]]))
    if not len(starts):
        return Said(terms, counts.astype(np.uint8), leads.astype(np.uint8))
    counts = np.minimum(np.add.reduceat(counts[order], starts), MOST_COUNTED)
    leads = np.minimum(np.add.reduceat(leads[order], starts), MOST_LED)
    return Said(terms[starts], counts.astype(np.uint8), leads.astype(np.uint8))


def _fold(name: str) -> str:
    """Return a name in one form, without halves of characters, which no file takes."""
    whole = str(name).encode("utf-8", "replace").decode()
    return " ".join(unicodedata.normalize("NFKC", whole).casefold().split())
