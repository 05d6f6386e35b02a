"""The terms that articles are compared by, each with a number.

Words that differ in their endings alone are one term: of a long word the last third is left off. That serves most languages
that put endings, needs to know none of them, and keeps compounds distinct.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from .rows import add_terms, find_terms

SHORTEST_CUT = 8  # Letters of a word that are always kept.


def cut_ending(word: str) -> str:
    """Return the term of a word."""
    return word[: max(SHORTEST_CUT, -(-2 * len(word) // 3))]


class Vocabulary:
    """The numbers of terms; a new term is stored and gets one. It remembers every word, so use it within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._words: dict[str, int] = {}
        self._terms: dict[str, int] = {}

    def number_words(self, words: Sequence[str]) -> list[int]:
        """Return the number of each word's term."""
        try:
            return [*map(self._words.__getitem__, words)]
        except KeyError:
            self._learn({word: cut_ending(word) for word in words if word not in self._words})
            return [*map(self._words.__getitem__, words)]

    def number_terms(self, terms: Iterable[str]) -> list[int]:
        """Return the numbers of terms that are taken as they stand."""
        wanted = list(terms)
        self._number(wanted)
        return [self._terms[term] for term in wanted]

    def _learn(self, words: dict[str, str]) -> None:
        self._number(words.values())
        self._words |= {word: self._terms[term] for word, term in words.items()}

    def _number(self, terms: Iterable[str]) -> None:
        unknown = [term for term in dict.fromkeys(terms) if term not in self._terms]
        if unknown:
            self._terms |= find_terms(self._connection, unknown)
            self._terms |= add_terms(self._connection, [term for term in unknown if term not in self._terms])
