"""Text that is struck through: between two tildes on each side, where Markdown recognises these."""

import re

from ...markup.comments.emphasis import STARS, kind_at

# What stands for the beginning and the end while a text is made.
STRIKE, NO_STRIKE = "\ufddb", "\ufddc"
STRUCK = re.compile(f"{STRIKE}([^{STRIKE}{NO_STRIKE}]+){NO_STRIKE}")


def join_strikes(text: str) -> str:
    """Make one of what ends and begins again in one place."""
    return text.replace(NO_STRIKE + STRIKE, "")


def write_strikes(text: str) -> str:
    """Write the tildes, or where they would be seen as such, leave them out."""
    return STRUCK.sub(_write, text).replace(STRIKE, "").replace(NO_STRIKE, "")


def _write(found: re.Match[str]) -> str:
    text, (start, end) = found.string, found.span()
    is_seen = _belong(text, start - 1, start + 1) and _belong(text, end, end - 2)
    return f"~~{found[1]}~~" if is_seen else found[1]


def _belong(text: str, outside: int, inside: int) -> bool:
    """Whether tildes between two places belong to the one inside (CommonMark 0.31, 6.2)."""
    if "~" in {text[max(0, outside) : outside + 1], text[inside]}:
        return False
    kinds = [
        "sign" if STARS.get(text[max(0, place) : place + 1]) else kind_at(text, place)
        for place in (outside, inside)
    ]
    return kinds[1] == "letter" or (kinds[1] == "sign" and kinds[0] != "letter")
