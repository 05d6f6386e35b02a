"""Emphasis whose beginning and end Markdown recognises, whatever stands beside them."""

import re
from functools import partial

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace

from .escaping import SOFT

# What stands for a beginning or an end while a text is made, and what is written for it at last.
EM, NO_EM, STRONG, NO_STRONG = "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"
STARS = {EM: "*", NO_EM: "*", STRONG: "**", NO_STRONG: "**"}
BEGINNINGS, ENDS = {EM, STRONG}, {NO_EM, NO_STRONG}
RUN = re.compile(f"[{EM}-{NO_STRONG}]+")
PARAGRAPHS = re.compile(r"(\n\n+)")


def wrap_each(text: str, before: str, after: str) -> str:
    """Put something before and after each paragraph of a text, next to its first and last sign."""
    return "".join(_wrap(part, before, after) for part in PARAGRAPHS.split(text))


def _wrap(text: str, before: str, after: str) -> str:
    core = text.strip(f" \t\n{SOFT}")
    if not core:
        return text
    start = text.index(core)
    return f"{text[:start]}{before}{core}{after}{text[start + len(core) :]}"


emphasise = partial(wrap_each, before=EM, after=NO_EM)
emphasise_strongly = partial(wrap_each, before=STRONG, after=NO_STRONG)


def join_emphasis(text: str) -> str:
    """Make one of what ends and begins again in one place; leave all out of a text where they meet too intricately."""
    while (joined := text.replace(NO_EM + EM, "").replace(NO_STRONG + STRONG, "")) != text:
        text = joined
    intricate = any(
        len(run) > 2 and set(run) & BEGINNINGS and set(run) & ENDS for run in set(RUN.findall(text))
    )
    return RUN.sub("", text) if intricate else text


def write_emphasis(text: str) -> str:
    """Write the stars. Between a letter and a sign they would be read as stars (CommonMark 0.31, 6.2), so the letter
    becomes a reference there, which is a sign too.
    """
    written: list[str] = []
    done = referred = 0
    for run in RUN.finditer(text):
        start, end = run.span()
        before = "sign" if referred == start > 0 else _kind(text[start - 1 : start])
        after = _kind(text[end : end + 1])
        begins, ends = set(run.group()) & BEGINNINGS, set(run.group()) & ENDS
        stars = "".join(map(STARS.__getitem__, run.group()))
        if begins and (before, after) == ("letter", "sign"):
            written += [text[done : start - 1], _refer(text[start - 1]), stars]
        else:
            written += [text[done:start], stars]
        done = end
        if ends and (before, after) == ("sign", "letter"):
            written.append(_refer(text[end]))
            done = referred = end + 1
    return "".join(written) + text[done:]


def _kind(character: str) -> str:
    if not character or isWhiteSpace(ord(character)):
        return "blank"
    return "sign" if isMdAsciiPunct(ord(character)) or isPunctChar(character) else "letter"


def _refer(character: str) -> str:
    return f"&#{ord(character)};"
