"""Texts of other systems as ours can be: without what cannot be stored or shown."""

import unicodedata

CANNOT_BE = {"Cc", "Cs"}
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def tidy_line(text: str, longest: int) -> str:
    """Return a text as one line without control characters; one that is too long ends with an ellipsis."""
    plain = " ".join("".join(c if c.isspace() or can_be(c) else "" for c in text).split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def tidy_text(text: str) -> str:
    """Return a text of several lines without control characters."""
    return "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or can_be(c))


def can_be(character: str) -> bool:
    return (character.isascii() and character.isprintable()) or unicodedata.category(
        character
    ) not in CANNOT_BE
