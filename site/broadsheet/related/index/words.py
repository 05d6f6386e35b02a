"""From an article to the words that it is compared by, in any script, without a list of stop words of any language.

A word counts for where it stands: the beginning of a story says what it is about, and its title says it once more. Tags, the
section and the series are words too, of a kind that no text contains: rare ones count for much, common ones for little.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .vectors import Numbers, Said
from .vocabulary import Vocabulary

# Words among the first of a text count once more for each of these lengths; docs/decisions/0021 tells how they were chosen.
LEADS = (120, 40)
TITLE_COUNT = 3
TAG_COUNT = 8
SERIES_COUNT = 20
SECTION_COUNT = 3
MOST_COUNTED, MOST_LED = 215, 40  # Together they fit into a byte.

# Most English texts are plain ASCII but for these.
TYPOGRAPHY = re.compile("[‘’‚“”„«»–—…•·£€°©®™\u00a0\u2009\u200b\u2028]")
SOFT_HYPHEN = "\u00ad"
NO_LETTERS = str.maketrans({code: " " for code in range(128) if not chr(code).isalnum()})
# Signs that a writer may leave out: vowels of Hebrew and Arabic, the stroke that stretches an Arabic word, loose accents.
OPTIONAL = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
# Vowel signs of Indian and South-East Asian scripts belong to their word, though Unicode calls them no letters.
SIGNS = "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u109f\u17b4-\u17d3"
WORD = re.compile(r"[^\W_]+")
WORD_WITH_SIGNS = re.compile(rf"[\w{SIGNS}]+")
# Scripts that need more care than Latin, Greek and Cyrillic.
MARKED = re.compile("[\u0300-\u036f\u0590-\u1fff\u2e80-\ufdff\ufe70-\uffef\U00010000-\U0003ffff]")
# Scripts without spaces between words, and how many characters of each make a piece.
IDEOGRAMS = "\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
PIECES = re.compile(f"([{IDEOGRAMS}]+)|([{UNSPACED}]+)")


def split_words(text: str) -> list[str]:
    """Return the words of a text, folded to one form of each letter; where no spaces part them, pieces that overlap."""
    if not text.isascii():
        text = TYPOGRAPHY.sub(" ", text.replace(SOFT_HYPHEN, ""))
    if text.isascii():
        return text.lower().translate(NO_LETTERS).split()
    folded = unicodedata.normalize("NFKC", text).casefold()
    if not MARKED.search(folded):
        return WORD.findall(folded)
    words = WORD_WITH_SIGNS.findall(OPTIONAL.sub("", folded).replace("_", " "))
    return [piece for word in words for piece in _split_unspaced(word)]


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
    """Return a name in one form, without halves of characters, which no file takes."""
    whole = str(name).encode("utf-8", "replace").decode()
    return " ".join(unicodedata.normalize("NFKC", whole).casefold().split())
