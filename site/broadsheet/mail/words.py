"""Make words of strangers fit for a mail: no line break or control character gets into a header."""

import unicodedata

# Control characters, halves of characters, separators of lines and paragraphs.
BREAKING = {"Cc", "Cs", "Zl", "Zp"}
JOINER = "\u200d"  # Stands inside an emoji that is made of several.


def make_plain(words: str) -> str:
    """Return the words on one line, with spaces for control characters; nothing in them reads as an encoded word.

    Python's mail library would decode `=?utf-8?q?=0D=0A…?=` (RFC 2047) and write the line break out.
    """
    return _replace_breaking(words).replace("=?", "= ?").strip()


def make_plain_text(text: str) -> str:
    """Return the text with its lines and tabs, and with spaces for other control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("\t".join(map(_replace_breaking, line.split("\t"))) for line in lines)


def shorten(words: str, length: int) -> str:
    """Return at most `length` characters; where something is left out, after a whole one, an ellipsis says so."""
    if len(words) <= length:
        return words
    end = length - 1
    while end and (unicodedata.category(words[end])[0] == "M" or JOINER in words[end - 1 : end + 1]):
        end -= 1
    return f"{words[:end].rstrip()}…"


def _replace_breaking(words: str) -> str:
    return "".join(" " if unicodedata.category(c) in BREAKING else c for c in words)
