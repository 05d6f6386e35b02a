"""The word that a reader meant, where what they typed is in no article."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from .asking import Term
from .distance import count_slips
from .models import KnownWord
from .writing import LONGEST, SHORTEST

ONE_SLIP_FROM, TWO_SLIPS_FROM = 4, 7  # letters of a word that may hold so many
MOST_ALIKE = 6


def list_closest(session: Session, term: Term) -> list[str]:
    """Return the known words that are closest to a misspelt one, none where nothing is close.

    One of its ends has to be right, so that only a part of the known words is looked at.
    """
    typed = term.words[0]
    most = 2 if len(typed) >= TWO_SLIPS_FROM else 1 if len(typed) >= ONE_SLIP_FROM else 0
    if term.exact or len(term.words) > 1 or not most or not typed.isalpha() or len(typed) > LONGEST:
        return []
    slips: dict[str, int] = {}
    for word in _find_candidates(session, typed, most):
        slips[word] = count_slips(typed, word, most)
        most = min(most, max(1, slips[word]))
    closest = sorted(word for word, count in slips.items() if 0 < count <= most)
    # The first letter is seldom wrong.
    return sorted(closest, key=lambda word: word[0] != typed[0])[:MOST_ALIKE]


def _find_candidates(session: Session, typed: str, most: int) -> list[str]:
    lengths = range(max(SHORTEST, len(typed) - most), len(typed) + most + 1)
    query = select(KnownWord.word).where(
        KnownWord.length.in_(lengths),
        or_(KnownWord.first == typed[0], KnownWord.last == typed[-1]),
    )
    return list(session.scalars(query))
