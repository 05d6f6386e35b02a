"""From a text to the words that it is compared by."""

import re
import unicodedata
from collections import Counter

WORD = re.compile(r"[^\W_]+")
TITLE_WEIGHT = 3


def split_words(text: str) -> list[str]:
    """Return the words of a text in any script, folded to one case and one form of each letter."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def count_words(title: str, text: str) -> Counter[str]:
    """Count the words of an article; those of its title count three times."""
    counted = Counter(split_words(text))
    for word in split_words(title):
        counted[word] += TITLE_WEIGHT
    return counted
