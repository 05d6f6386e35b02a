"""What a reader typed, as a question: any text is one, and none is an error.

Words in quotes stand beside each other, a minus before a word excludes it, and the last word may be unfinished. There is no
other syntax.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ...words import PIECES
from .preparing import POSSESSIVE, prepare_words
from .tokens import TOKEN
from .word_forms import list_forms

LONGEST = 300
MOST_WORDS = 20
SHORTEST_BEGINNING = 2  # Letters of a last word that may be the beginning of a longer one.
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | {"\0": " "})
PART = re.compile(r'(?P<minus>(?<!\S)-+)?(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))')


@dataclass(frozen=True)
class Alternative:
    """Words beside each other, the last of which may be the `beginning` of one."""

    words: tuple[str, ...]
    beginning: bool = False


@dataclass(frozen=True)
class Term:
    """What is looked for in one place: a word in any of its forms, or (`exact`) words as they were quoted."""

    words: tuple[str, ...]
    exact: bool = False
    beginning: bool = False

    def alternatives(self) -> list[Alternative]:
        """Return what satisfies the term: one of them is enough."""
        forms = [] if self.exact or len(self.words) > 1 else list_forms(self.words[0])
        found = [Alternative(self.words), *(Alternative((form,)) for form in forms)]
        return [*found, Alternative(self.words, beginning=True)] if self.beginning else found


@dataclass(frozen=True)
class Question:
    """An article has to have all that is `wanted` and nothing that is `unwanted`. `is_cut`: more was typed than is asked."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    is_cut: bool = False

    def with_word(self, term: Term, word: str) -> "Question":
        """Return the question with another word in place of a term."""
        other = Term((word,))
        return replace(self, wanted=tuple(other if one == term else one for one in self.wanted))


def read_question(typed: str) -> Question:
    """Return the question in what a reader typed."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for part in PART.finditer(typed[:LONGEST].translate(QUOTES)):
        terms = unwanted if part["minus"] else wanted
        terms += _read_quoted(part["quoted"]) if part["plain"] is None else _read_plain(part["plain"])
    if wanted and not wanted[-1].exact and _may_be_unfinished(wanted[-1]):
        wanted[-1] = replace(wanted[-1], beginning=True)
    wanted, unwanted = _drop_repeated(wanted), _drop_repeated(unwanted)
    kept = _take(wanted, MOST_WORDS)
    kept_out = _take(unwanted, MOST_WORDS - sum(len(term.words) for term in kept))
    is_cut = len(typed) > LONGEST or len(kept) + len(kept_out) < len(wanted) + len(unwanted)
    return Question(tuple(kept), tuple(kept_out), is_cut)


def _read_plain(text: str) -> list[Term]:
    """Return a term for each word; the pieces of a script without spaces stay together."""
    found = (tuple(prepare_words(token)) for token in TOKEN.findall(POSSESSIVE.sub("", text)))
    return [Term(words, beginning=_is_less_than_a_piece(words[-1])) for words in found if words]


def _read_quoted(text: str) -> list[Term]:
    words = tuple(prepare_words(text))
    return [Term(words, exact=True, beginning=_is_less_than_a_piece(words[-1]))] if words else []


def _may_be_unfinished(term: Term) -> bool:
    return len(term.words[-1]) >= SHORTEST_BEGINNING


def _is_less_than_a_piece(word: str) -> bool:
    """Whether it is shorter than the pieces that texts without spaces are cut into, and so begins some of them."""
    piece = PIECES.fullmatch(word)
    return bool(piece) and len(word) < (2 if piece and piece.group(1) else 3)


def _drop_repeated(terms: Iterable[Term]) -> list[Term]:
    """Return each term once, as it was typed last."""
    return list({(term.words, term.exact): term for term in terms}.values())


def _take(terms: Iterable[Term], most: int) -> list[Term]:
    """Return the first terms, as long as they are not too many words; of the one that is, nothing."""
    taken: list[Term] = []
    for term in terms:
        most -= len(term.words)
        if most < 0:
            break
        taken.append(term)
    return taken
