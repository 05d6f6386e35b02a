"""Texts of other systems as ours can be: without what cannot be stored or shown."""

import re

# Control characters and halves of characters, which are the categories Cc and Cs of Unicode.
UNSTORABLE = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")
UNSTORABLE_IN_TEXT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def tidy_line(text: str, longest: int) -> str:
    """Return a text as one line without control characters; one that is too long ends with an ellipsis."""
    plain = UNSTORABLE.sub("", " ".join(text.split()))
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def tidy_text(text: str) -> str:
    """Return a text of several lines without control characters."""
    return UNSTORABLE_IN_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
