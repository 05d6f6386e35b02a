"""Which parts of a text a template marks, and the part of a long text that is worth showing."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .asking import Alternative, Question
from .tokens import Place, find_places

SNIPPET_LENGTH = 240
BEFORE = 60  # characters of it that stand before the first word found
LONGEST_LOOKED_AT = 30_000  # characters; about 5,000 words


class Segment(NamedTuple):
    text: str
    is_match: bool


class Match(NamedTuple):
    """Where in a text something is that was looked for: the term by its place in the question, and what it is worth."""

    start: int
    end: int
    term: int
    worth: int


def mark(text: str, question: Question) -> list[Segment]:
    """Return the whole text in segments."""
    return list(_cut(text, find_matches(text, question), 0, len(text)))


def make_snippet(text: str, question: Question) -> list[Segment]:
    """Return the part of a text in which most is found, in segments; none where nothing is."""
    text = text[:LONGEST_LOOKED_AT]
    matches = find_matches(text, question)
    if not matches:
        return []
    first = _choose_first(matches)
    start = _find_start(text, max(0, first.start - BEFORE), first.start)
    end = _find_end(text, min(len(text), max(start + SNIPPET_LENGTH, first.end)), first.end)
    segments = _cut(text, matches, start, end)
    before = [Segment("… ", False)] if start else []
    after = [Segment(" …", False)] if end < len(text) else []
    return [*before, *segments, *after]


def find_matches(text: str, question: Question) -> list[Match]:
    """Return all that is found in a text, in order."""
    places = list(find_places(text))
    whole: dict[str, list[tuple[int, Alternative]]] = {}
    beginnings: list[tuple[int, Alternative]] = []
    for number, term in enumerate(question.wanted):
        for alternative in term.alternatives():
            if alternative.beginning and len(alternative.words) == 1:
                beginnings.append((number, alternative))
            else:
                whole.setdefault(alternative.words[0], []).append((number, alternative))
    starts = tuple(alternative.words[0] for _, alternative in beginnings)
    found = []
    for at, place in enumerate(places):
        candidates = whole.get(place.word, ())
        if place.word.startswith(starts):
            candidates = [*candidates, *beginnings]
        for number, alternative in candidates:
            if _stands_at(places, at, alternative):
                last = places[at + len(alternative.words) - 1]
                found.append(Match(place.start, last.end, number, sum(map(len, alternative.words))))
    return found


def _stands_at(places: list[Place], at: int, alternative: Alternative) -> bool:
    found = places[at : at + len(alternative.words)]
    if len(found) < len(alternative.words):
        return False
    *ahead, last = zip(found, alternative.words, strict=True)
    if any(place.word != word for place, word in ahead):
        return False
    place, word = last
    return place.word.startswith(word) if alternative.beginning else place.word == word


def _choose_first(matches: list[Match]) -> Match:
    """Return the match from which on, within a snippet, most terms are found; longer ones are worth more."""

    def rate(at: int) -> int:
        worth: dict[int, int] = {}
        for match in matches[at : at + SNIPPET_LENGTH]:
            if match.end - matches[at].start > SNIPPET_LENGTH - BEFORE:
                break
            worth[match.term] = max(worth.get(match.term, 0), match.worth)
        return sum(worth.values()) * 1_000 + len(worth)

    return matches[max(range(len(matches)), key=rate)]


def _find_start(text: str, wanted: int, latest: int) -> int:
    """Return the beginning of a word near `wanted`, where there is one."""
    if not wanted:
        return 0
    space = text.find(" ", wanted, latest)
    return space + 1 if space >= 0 else wanted if not text[wanted].isspace() else latest


def _find_end(text: str, wanted: int, earliest: int) -> int:
    if wanted == len(text):
        return wanted
    space = text.rfind(" ", earliest, wanted + 1)
    return space if space >= 0 else wanted


def _cut(text: str, matches: Iterable[Match], start: int, end: int) -> Iterator[Segment]:
    """Yield the text from `start` to `end` in segments; matches that overlap or touch are one."""
    at = start
    for begin, finish in _merge(matches):
        begin, finish = max(begin, at), min(finish, end)
        if begin >= finish:
            continue
        if begin > at:
            yield Segment(text[at:begin], False)
        yield Segment(text[begin:finish], True)
        at = finish
    if at < end:
        yield Segment(text[at:end], False)


def _merge(matches: Iterable[Match]) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for match in matches:
        if current and match.start <= current[1]:
            current = (current[0], max(current[1], match.end))
        else:
            if current:
                yield current
            current = (match.start, match.end)
    if current:
        yield current
