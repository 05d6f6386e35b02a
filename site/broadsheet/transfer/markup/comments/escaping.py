"""Text within our Markdown that is to be seen as it is, whatever it looks like.

Only what `comments.posting.markdown` has switched on needs a backslash: no headings, no tables, no HTML.
"""

import re

BLANKS = " \t\n\v\f\r"
# Signs of our own, which stand in a text only while it is made: characters that Unicode reserves for such use.
MARK = "\ufdd0"  # a backslash, should it come to stand at the beginning of a line
SOFT = "\ufdd1"  # a space, unless it stands at the edge of a line
BREAK = "\ufdd6"  # what makes an end of a line one that readers see, where Markdown needs a sign for it
UNSEEN = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef]")
BROKEN = re.compile("[\ud800-\udfff]")  # halves of a pair, which no encoding can hold
# An underscore within a word means nothing; `&` and `<` mean something only where a name and an address may follow.
ANYWHERE = re.compile(r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w*(?:;|$))|<(?=[^\s<>]*(?:>|$))")
FIRST = re.compile(r"(?m)^( ?)(\d{0,9})([-+](?=\s|$)|>|~(?=~~|~?$)|[.)](?=\s|$))")
PREFIX = r"(?m)^((?:[> ]|- |\d{1,9}\. )*+"
AT_START = re.compile(rf"{PREFIX}\d{{0,9}}){MARK}")
SOFT_AT_START = re.compile(rf"{PREFIX}){SOFT}+")
SOFT_AT_END = re.compile(rf"(?m){SOFT}+$")


def drop_unseen(text: str) -> str:
    """Return a text without what cannot be shown or stored."""
    return BROKEN.sub("\ufffd", UNSEEN.sub("", text))


def escape_plain(text: str) -> str:
    """Return Markdown that shows a plain text: its lines stay lines, and blank ones part paragraphs."""
    lines = drop_unseen(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    escaped = ANYWHERE.sub(r"\\\g<0>", "\n".join(line.strip(BLANKS) for line in lines))
    return re.sub(r"\n{3,}", "\n\n", FIRST.sub(r"\1\2\\\3", escaped)).strip("\n")


def escape_piece(text: str) -> str:
    """Escape a piece of a line, of which it is not known yet where it will stand; `settle` finishes the whole."""
    escaped = FIRST.sub(rf"\1\2{MARK}\3", ANYWHERE.sub(r"\\\g<0>", text))
    softened = SOFT + escaped[1:] if escaped.startswith(" ") else escaped
    return softened[:-1] + SOFT if softened.endswith(" ") else softened


def settle(text: str) -> str:
    """Return the Markdown that was put together of pieces, with backslashes and spaces where they are needed."""
    text = SOFT_AT_END.sub("", SOFT_AT_START.sub(r"\1", text))
    text = AT_START.sub(r"\1\\", text).replace(MARK, "")
    return re.sub(f"{SOFT}+", " ", text)
