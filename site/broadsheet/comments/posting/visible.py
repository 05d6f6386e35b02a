"""Whether a text shows anything."""

import unicodedata

BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # Letters and signs by name that show nothing.


def shows_something(text: str) -> bool:
    return any(unicodedata.category(character)[0] in "LNPS" for character in set(text) - BLANK_LETTERS)
