"""The words of a text as they stand there, with their places, to be marked."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ...words import SIGNS
from .preparing import prepare_words

# With what a writer may put into a word: soft hyphens, loose accents, vowels of Hebrew and Arabic.
INSIDE = "\u00ad\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{SIGNS}{INSIDE}])*")


class Place(NamedTuple):
    """A prepared word, and where in the text it stands."""

    word: str
    start: int
    end: int


def find_places(text: str) -> Iterator[Place]:
    """Yield the words of a text in order; pieces of a script without spaces overlap."""
    for token in TOKEN.finditer(text):
        words = _prepare(token.group())
        if len(words) == 1:
            yield Place(words[0], token.start(), token.end())
        else:
            yield from _place_pieces(token.group(), words, token.start())


@lru_cache(20_000)  # Texts repeat their words.
def _prepare(token: str) -> tuple[str, ...]:
    return tuple(prepare_words(token))


def _place_pieces(token: str, words: tuple[str, ...], start: int) -> Iterator[Place]:
    """Yield each piece at its place; where folding changed the letters, so that it is not found, at the whole token."""
    folded, at = unicodedata.normalize("NFKC", token).casefold(), 0
    for word in words:
        found = folded.find(word, at) if len(folded) == len(token) else -1
        if found < 0:
            yield Place(word, start, start + len(token))
        else:
            yield Place(word, start + found, start + found + len(word))
            at = found + 1
