"""How likely a comment is spam: what speaks for and against it, added up.

Words are weighed as naive Bayes does (Mosteller and Wallace, 1964; Sahami and others, 1998), with three changes: a word seen
seldom weighs little, many words of one comment weigh less than their sum, since they say much the same, and what was learned
counts the more, and the rules the less, the more was decided.
"""

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .words import describe_word

USUAL = -2.5  # The log-odds of spam where nothing speaks for or against it: 1 in 13.
DOUBT = 1.0  # How many comments' worth of doubt each word starts with.
CALM = 5  # After so many words of a comment, each more adds clearly less.
TRUST = 10  # After so many decisions of the rarer kind, what was learned counts half.
RULES_FADE = 50  # After as many, the rules count half.
SPOKEN = 5  # Words that are told to moderators.


@dataclass
class Counts:
    """How many comments moderators removed as spam and how many they kept, and of each word how many of them had it."""

    spam: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    spams: int = 0
    keeps: int = 0

    def add(self, words: Iterable[str], is_spam: bool) -> None:
        """Count one comment more."""
        (self.spam if is_spam else self.kept).update(words)
        self.spams, self.keeps = self.spams + is_spam, self.keeps + (not is_spam)


@dataclass(frozen=True)
class Score:
    """How likely spam is, from 0 to 1, and what spoke most for it, as moderators would say it."""

    likelihood: float
    spoken: list[str]


def rate(words: Iterable[str], broken: Mapping[str, float], counts: Counts) -> Score:
    """Return the score of a comment with these words, which breaks these rules."""
    speaking = weigh_all(words, broken, counts)
    points = max(-30.0, min(30.0, USUAL + sum(speaking.values())))
    loudest = heapq.nlargest(SPOKEN, speaking, key=lambda word: speaking[word])
    spoken = [describe_word(word) for word in loudest if speaking[word] > 0.1]
    return Score(1 / (1 + math.exp(-points)), spoken)


def weigh_all(words: Iterable[str], broken: Mapping[str, float], counts: Counts) -> dict[str, float]:
    """Return the log-odds that each word and each broken rule adds."""
    decided = min(counts.spams, counts.keeps)
    weights = {word: weigh(word, counts) for word in words} if decided else {}
    share = decided / (decided + TRUST) / math.sqrt(1 + len(weights) / CALM)
    speaking = {word: weight * share for word, weight in weights.items()}
    for word, points in broken.items():
        speaking[word] = speaking.get(word, 0.0) + points * RULES_FADE / (RULES_FADE + decided)
    return speaking


def weigh(word: str, counts: Counts) -> float:
    """Return the log-odds of a word alone: 0 for one never seen, and near 0 for one seen seldom."""
    spam, kept = counts.spam.get(word, 0), counts.kept.get(word, 0)
    if not spam + kept:
        return 0.0
    doubt = DOUBT * (spam + kept) / (counts.spams + counts.keeps)
    return math.log((spam + doubt) / (counts.spams + DOUBT) / ((kept + doubt) / (counts.keeps + DOUBT)))
