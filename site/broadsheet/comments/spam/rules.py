"""A fair start, before anything was decided: a few rules of thumb about adverts. What is learned takes their place."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from .words import LINK, Written, fold


class Rule(NamedTuple):
    """`pattern` is looked for, in folded text, where one of `words` is; `points` of log-odds speak for spam then."""

    says: str
    words: frozenset[str]
    pattern: re.Pattern[str]
    points: float


def rule(says: str, words: str, pattern: str, points: float) -> Rule:
    return Rule(says, frozenset(words.split()), re.compile(pattern), points)


ADVERTISED = (
    *("viagra", "cialis", "levitra", "pharmacy", "pills", "casino", "казино", "jackpot", "lottery"),
    *("escort", "escorts", "porn", "xxx"),
)
OFFERED = ("seo", "backlink", "backlinks", "followers", "replica")

MARKUP = r"\[url\b|\[link\b|<a\s+href"
MONEY = r"\b(?:earn|make|made|win|won)\b.{0,30}[$€£] ?\d|[$€£] ?\d.{0,25}\b(?:a|per) (?:day|week|hour)\b"
HOME = r"\bwork(?:ing)? (?:from|at) home\b|\bpassive income\b|\bforex\b"
LOAN = r"\b(?:loan|credit|debt|mortgage)s?\b.{0,40}\b(?:offer|approved|fast)\b"
VISIT = r"\b(?:subscribe|check out|visit|follow)\b.{0,30}\b(?:my|our) "
PRAISE = r"\b(?:great|nice|awesome|amazing|excellent) (?:post|blog|site|website|content)\b"
CLICK = r"\bclick (?:here|below|on this)\b|\b(?:act|order) now\b|\blimited (?:time|offer)\b"
FREE = r"\b(?:free|guaranteed)\b.{0,30}\b(?:gift|prize|trial|offer|money|iphone|cash)\b"
PRIZE = r"\b(?:prize|reward|gift|bonus|won)\b"
CALL = r"\b(?:whatsapp|telegram|text|call|txt)\b.{0,25}\d[\d ()-]{4,}\d"

RULES = (
    rule("links as other boards write them", "url link href", MARKUP, 2.5),
    rule("promises of money", "$ € £", MONEY, 2.0),
    rule("an income at home", "home income forex", HOME, 1.5),
    rule("a loan on offer", "loan loans credit debt mortgage", LOAN, 1.5),
    rule("an invitation to a site", "channel site website blog page profile", VISIT, 2.0),
    rule("praise that fits anywhere", "post blog site website content", PRAISE, 1.0),
    rule("a call to act now", "click now limited", CLICK, 1.5),
    rule("something for nothing", "free guaranteed", FREE, 1.5),
    rule("a prize to collect", "claim collect congratulations", PRIZE, 2.0),
    rule("a number to call or write to", "whatsapp telegram text call txt", CALL, 1.5),
)
LOOKS = {"links:1": 0.7, "links:2": 1.5, "links:3+": 3.0, "capitals:3": 1.0, "capitals:4": 1.0}
ALPHABETS = re.compile(
    r"[a-z][\u0370-\u052f]|[\u0370-\u052f][a-z]"
)  # Greek or Cyrillic letters pass for Latin ones.


def find_broken(written: Written, words: Iterable[str]) -> dict[str, float]:
    """Return the rules that a comment breaks, by what they say, with their points; `words` are the comment's."""
    found, text = set(words), fold(written.text)
    broken = {word: points for word, points in LOOKS.items() if word in found}
    for listed, points in ((ADVERTISED, 2.0), (OFFERED, 1.5)):
        if advertised := [word for word in listed if word in found]:
            broken[advertised[0]] = points
    broken |= {rule.says: rule.points for rule in RULES if rule.words & found and rule.pattern.search(text)}
    if LINK.search(fold(written.name)):
        broken["a link for a name"] = 2.5
    if written.website:
        broken["a website given"] = 0.3
    if "!!!!" in text:
        broken["!!!!"] = 0.5
    if not text.isascii() and ALPHABETS.search(text):
        broken["letters of two alphabets in one word"] = 1.5
    return broken
