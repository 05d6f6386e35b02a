"""The HTML of systems in which a line is a line: WordPress makes paragraphs and breaks when it shows a comment."""

import re

BLOCK = r"</?(?:blockquote|[uo]l|li|p|div|pre|h[1-6]|table|tr|t[dh]|d[ltd]|hr|br)\b[^<>]*+>"
PART = re.compile(
    rf"(?P<kept><pre\b.*?(?:</pre\s*>|\Z)) | [ \t\n]*+(?P<block>{BLOCK})[ \t\n]*+ | (?P<tag><[^<>]*+>)"
    r" | [ \t]*+(?P<blank>\n[ \t]*+\n[ \t\n]*+) | [ \t]*+(?P<line>\n)",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def from_lines(text: str) -> str:
    """Return HTML that says with `<br>` what blank lines and ends of lines say in a comment of WordPress."""
    return PART.sub(_write_part, text.replace("\r\n", "\n").replace("\r", "\n").strip())


def _write_part(part: re.Match[str]) -> str:
    if part["blank"]:
        return "<br><br>"
    return "<br>" if part["line"] else part["kept"] or part["block"] or part["tag"]
