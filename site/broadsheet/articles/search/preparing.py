"""From an article, or from what a reader typed, to the words that are compared: of any script, without accents."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ...words import split_words
from ..models import Article

VERSION = 1  # Another one makes publishing index all articles anew.

ACCENTS = re.compile("[\u0300-\u036f]")
# Letters that Unicode does not take apart into a plain one and an accent.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
POSSESSIVE = re.compile(r"['’][sS]\b")
LONGEST_WORD = 60
# PostgreSQL's tsvector holds positions up to 16,383 and one megabyte (its manual, 12.11).
MOST_WORDS_OF_TEXT = 15_000
MOST_WORDS_OF_HEAD = 300
MOST_BYTES = 600_000


@dataclass(frozen=True)
class Prepared:
    """The words of an article by where they stand; `names` are those of tags and authors."""

    title: list[str]
    standfirst: list[str]
    names: list[str]
    text: list[str]

    def parts(self) -> tuple[list[str], ...]:
        return self.title, self.standfirst, self.names, self.text


def prepare_article(article: Article) -> Prepared:
    names = [tag.name for tag in article.tags] + [byline.name for byline in article.bylines]
    return Prepared(
        title=prepare_words(f"{article.kicker}\n{article.title}")[:MOST_WORDS_OF_HEAD],
        standfirst=prepare_words(article.standfirst)[:MOST_WORDS_OF_HEAD],
        names=prepare_words("\n".join(names))[:MOST_WORDS_OF_HEAD],
        text=_shorten(prepare_words(article.text)[:MOST_WORDS_OF_TEXT]),
    )


def prepare_words(text: str) -> list[str]:
    """Return the words of a text; they hold neither spaces nor punctuation."""
    words = " ".join(split_words(POSSESSIVE.sub("", text)))
    return [word[:LONGEST_WORD] for word in (words if words.isascii() else fold_accents(words)).split()]


def fold_accents(words: str) -> str:
    """Return small letters without their accents, of the scripts that have such."""
    apart = ACCENTS.sub("", unicodedata.normalize("NFD", words))
    return unicodedata.normalize("NFC", apart).translate(PLAIN_LETTERS)


def _shorten(words: Iterable[str]) -> list[str]:
    return " ".join(words).encode()[:MOST_BYTES].decode(errors="ignore").split()
