"""What the Markdown of articles knows besides that of comments: headings, tables, pictures, notes and more."""

import re

from ...markup.comments.emphasis import finish, join_emphasis
from ...markup.comments.escaping import BREAK, MARK, SOFT, escape_piece, settle
from .strikes import join_strikes, write_strikes

CODE = "\ufdda"  # Stands on both sides of code while a text is made, as no two may touch.
TILDES = re.compile(rf"{MARK}?(~~+)")
FIRST = re.compile(
    rf"(?m)^([ {SOFT}]?)(#(?=#{{0,5}}(?:[\s{SOFT}]|$))|=(?==*[\s{SOFT}]*$)|:(?=::|-)|\||-(?=-))"
)
BEFORE_LINK = re.compile(rf"([!^]){MARK}(?=\[)")
LAST_BREAK = re.compile(rf"{BREAK}(?=\n(?:[^\S\n]|[>{SOFT}{MARK}])*(?:\n|$)|$)")
HASHES_AT_END = re.compile(rf"(^|[\s{MARK}])(#+)$")


def escape_words(text: str) -> str:
    """Escape a piece of an article's line; `write_signs` finishes the whole."""
    escaped = TILDES.sub(lambda found: "\\~" * len(found[1]), escape_piece(text))
    escaped = FIRST.sub(rf"\1{MARK}\2", escaped)
    return escaped + MARK if escaped.endswith(("!", "^")) else escaped


def write_signs(text: str) -> str:
    """Return the Markdown that was put together of pieces; a link behind `!` or `^` must be neither picture nor note."""
    text = join_strikes(join_emphasis(text)).replace(CODE + CODE, " ").replace(CODE, "")
    text = LAST_BREAK.sub("", BEFORE_LINK.sub(r"\\\1", text))
    text = write_strikes(settle(text).replace(BREAK, "\\"))
    return "\n\n".join(map(finish, text.split("\n\n")))


def escape_heading(text: str) -> str:
    """Escape hashes at the end of a heading, where they would be taken for its other side."""
    return HASHES_AT_END.sub(r"\1\\\2", text)


def escape_title(text: str) -> str:
    """Escape a text that stands in quotes behind the address of a picture."""
    return re.sub(r'[\\"]|&(?=#?\w+;)', r"\\\g<0>", " ".join(text.split()))
