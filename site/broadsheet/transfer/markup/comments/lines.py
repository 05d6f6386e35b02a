"""The HTML of systems in which a line is a line: WordPress makes paragraphs and breaks when it shows a comment."""

import re

from bs4 import Tag

BREAK = str(Tag(name="br", can_be_empty_element=True))
BLOCK = r"</?(?:blockquote|[uo]l|li|p|div|pre|h[1-6]|table|tr|t[dh]|d[ltd]|hr|br)\b[^<>]*+>"
PART = re.compile(
    rf"(?P<kept><pre\b.*?(?:</pre\s*>|\Z) | {BLOCK}) [ \t\n]*+ | (?P<tag><[/a-z][^<>]*+>)"
    rf" | (?P<blank>[ \t\n]++) (?P<block>(?={BLOCK}))?",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def from_lines(text: str) -> str:
    """Return HTML that says with line breaks what blank lines and ends of lines say in a comment of WordPress."""
    return PART.sub(_write_part, text.replace("\r\n", "\n").replace("\r", "\n").strip())


def _write_part(part: re.Match[str]) -> str:
    if blank := part["blank"]:
        lines = 2 if part["block"] is None else 0
        return BREAK * min(lines, blank.count("\n")) or " "
    return part["kept"] or part["tag"]
