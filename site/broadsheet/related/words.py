"""From an article to the words that it is compared by, in any script, without a list of stop words of any language.

A word counts for where it stands: the beginning of a story says what it is about, and its title says it once more. Tags, the
section and the series are words too, of a kind that no text contains, so that rare ones count for much and common ones little.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from .vectors import Said
from .vocabulary import Vocabulary

# Words among the first of a text count once more for each of these lengths; docs/decisions/0021 tells how they were chosen.
LEADS = (40, 120)
TITLE_COUNT = 3
TAG_COUNT = 3
SERIES_COUNT = 6
SECTION_COUNT = 1
MOST_COUNTED, MOST_LED = 215, 40  # Together they fit into a byte.

TYPOGRAPHY = re.compile("[‘’‚“”„«»–—…•\u00a0\u2009\u200b\u2028]")  # Most English texts are plain without it.
NO_LETTERS = str.maketrans({code: " " for code in range(128) if not chr(code).isalnum()})
# Signs that a writer may leave out: vowels of Hebrew and Arabic, the stroke that stretches an Arabic word, loose accents.
OPTIONAL = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
# Vowel signs of Indian and South-East Asian scripts belong to their word, though Unicode calls them no letters.
SIGNS = "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u109f\u17b4-\u17d3"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{SIGNS}])*")
# Scripts without spaces between words, and how many characters of each make a piece.
IDEOGRAMS = "\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
PIECES = re.compile(f"([{IDEOGRAMS}]+)|([{UNSPACED}]+)")


def split_words(text: str) -> list[str]:
    """Return the words of a text, folded to one form of each letter; where no spaces part them, pieces that overlap."""
    if not text.isascii():
        text = TYPOGRAPHY.sub(" ", text)
    if text.isascii():
        return text.lower().translate(NO_LETTERS).split()
    folded = OPTIONAL.sub("", unicodedata.normalize("NFKC", text).casefold())
    words = WORD.findall(folded)
    if PIECES.search(folded):
        return [piece for word in words for piece in _split_unspaced(word)]
    return words


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
    words = vocabulary.number_words(split_words(article.get("text") or ""))
    title = vocabulary.number_words(split_words(article.get("title") or ""))
    named = name_terms(article)
    counted = Counter(words)
    counted.update(title * TITLE_COUNT)
    counted.update(dict(zip(vocabulary.number_terms(named), named.values(), strict=True)))
    leads: Counter[int] = Counter()
    for length in LEADS:
        leads.update(words[:length])
    terms = np.fromiter(counted, np.int32, len(counted))
    counts = np.fromiter(counted.values(), np.int64, len(counted))
    more = np.fromiter(map(leads.__getitem__, counted), np.int64, len(counted))
    return Said(
        terms, np.minimum(counts, MOST_COUNTED).astype(np.uint8), np.minimum(more, MOST_LED).astype(np.uint8)
    )


def _split_unspaced(word: str) -> list[str]:
    pieces: list[str] = []
    end = 0
    for match in PIECES.finditer(word):
        pieces += [word[end : match.start()]] if match.start() > end else []
        length = 2 if match.group(1) else 3
        run = match.group()
        pieces += [run[at : at + length] for at in range(max(1, len(run) - length + 1))]
        end = match.end()
    return pieces + ([word[end:]] if end < len(word) else [])


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", str(name)).casefold().split())
