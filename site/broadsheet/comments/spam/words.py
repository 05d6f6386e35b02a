"""What is counted of a comment: its words, its hosts, and what it looks like. Each is called a word here."""

import operator
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Protocol

VERSION = 1  # Count it up when the words of a comment become others; all is then counted anew.
READ = 3_000  # Characters of a text.
MOST = 300  # Words of a comment.
LONGEST_WORD, LONGEST = 24, 80  # A longer word is none; a longer host is cut.

# Scripts without spaces between words, or with marks inside words: Indic, Thai to Tibetan, Burmese, Khmer, kana, Han.
UNSPACED = "\u0900-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
LETTER = rf"[^\W{UNSPACED}]"
WORD = re.compile(rf"[{UNSPACED}]+|{LETTER}+(?:['’]{LETTER}+)?|[$€£¥₽]")
IS_UNSPACED = re.compile(rf"[{UNSPACED}]")
LINK = re.compile(rf"(?:https?://|\bwww\.)(?:[^\s/?#@]*@)?((?:{LETTER}|[.-])*)[^\s{UNSPACED}]*")


class Written(Protocol):
    """What somebody wrote: a comment, or one on its way in."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def website(self) -> str: ...
    @property
    def text(self) -> str: ...


def find_words(written: Written) -> list[str]:
    """Return what is counted of a comment, each once, at most `MOST`; the same comment has the same words always."""
    return list(islice(dict.fromkeys(word[:LONGEST] for word in _all_words(written)), MOST))


def _all_words(written: Written) -> Iterator[str]:
    text = fold(written.text)
    hosts = find_hosts(text)
    yield f"links:{len(hosts) if len(hosts) < 3 else '3+'}"
    yield f"capitals:{round(share_of_capitals(written.text[:500]) * 4)}"
    yield f"length:{len(written.text).bit_length()}"
    yield f"mail:{fold(written.email).rpartition('@')[2] or 'none'}"
    yield from [f"site:{host}" for host in find_hosts(fold(written.website))[:1]] or ["site:none"]
    yield from (f"name:{word}" for word in split_words(fold(written.name)))
    yield from (f"host:{host}" for host in hosts if host)
    yield from split_words(LINK.sub(" ", text))


def fold(text: str) -> str:
    """Return the beginning of a text without what makes no difference: wide and styled letters, capitals."""
    return unicodedata.normalize("NFKC", text[:READ]).casefold()[:READ]


def find_hosts(folded: str) -> list[str]:
    """Return the host of each link, empty where it has none that can be read."""
    return [host.removeprefix("www.").strip(".-") for host in LINK.findall(folded)]


def split_words(folded: str) -> Iterator[str]:
    """Yield the words of a text, numbers by their length; pairs of characters where spaces do not part words."""
    for word in WORD.findall(folded):
        if IS_UNSPACED.match(word):
            yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif len(word) <= LONGEST_WORD:
            yield re.sub(r"\d", "0", word) if word[0].isdigit() else word


def share_of_capitals(text: str) -> float:
    """Return the share of capitals among cased letters; 0 where they are too few to tell."""
    upper = sum(map(operator.ne, text, text.lower()))
    cased = upper + sum(map(operator.ne, text, text.upper()))
    return upper / cased if cased >= 12 else 0.0


SAID = {
    "links:0": "no links",
    "links:1": "a link",
    "links:2": "2 links",
    "links:3+": "3 or more links",
    "mail:none": "no e-mail address",
    "site:none": "no website",
}
SAID_OF = {
    "host": "links to {}",
    "mail": "an e-mail address at {}",
    "site": "the website {}",
    "name": "the name “{}”",
    "length": "its length",
    "capitals": "how many capitals it has",
}


def describe_word(word: str) -> str:
    """Return a word as a moderator would say it; what is no word is returned as it is."""
    kind, _, value = word.partition(":")
    return SAID.get(word) or SAID_OF.get(kind if value else "", word).format(value)
