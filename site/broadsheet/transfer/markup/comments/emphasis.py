"""Emphasis whose beginning and end Markdown recognises, whatever stands beside them."""

import re
from functools import partial

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace

from ....comments.posting.markdown import make_parsers
from .escaping import BREAK, SOFT, settle

# What stands for a beginning or an end while a text is made, and what is written for it at last.
EM, NO_EM, STRONG, NO_STRONG = "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"
STARS = {EM: "*", NO_EM: "*", STRONG: "**", NO_STRONG: "**"}
NAMES = {EM: "em_open", NO_EM: "em_close", STRONG: "strong_open", NO_STRONG: "strong_close"}
BEGINNINGS, ENDS = {EM, STRONG}, {NO_EM, NO_STRONG}
RUN = re.compile(f"[{EM}-{NO_STRONG}]+")
NESTED = re.compile(f"{EM}[^{NO_EM}]*{STRONG}|{STRONG}[^{NO_STRONG}]*{EM}")
BETWEEN_CODE = re.compile(f"(?<=[^\\\\]`)(?=[{EM}-{NO_STRONG}])([{NO_EM}{NO_STRONG}]*)([{EM}{STRONG}]*)(?=`)")
EDGES = f" \t\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000{SOFT}{BREAK}"
PARAGRAPHS = re.compile(r"(\n\n+)")


def wrap_each(text: str, before: str, after: str) -> str:
    """Put something before and after each paragraph of a text, next to its first and last sign."""
    return "".join(_wrap(part, before, after) for part in PARAGRAPHS.split(text))


def _wrap(text: str, before: str, after: str) -> str:
    core = text.strip(EDGES)
    if not core:
        return text
    start = text.index(core)
    return f"{text[:start]}{before}{core}{after}{text[start + len(core) :]}"


emphasise = partial(wrap_each, before=EM, after=NO_EM)
emphasise_strongly = partial(wrap_each, before=STRONG, after=NO_STRONG)


def join_emphasis(text: str) -> str:
    """Make one of what ends and begins again in one place; part what lies between two pieces of code."""
    text = BETWEEN_CODE.sub(r"\1 \2", text)
    while (joined := text.replace(NO_EM + EM, "").replace(NO_STRONG + STRONG, "")) != text:
        text = joined
    return text


def finish(text: str) -> str:
    """Return the Markdown that was put together, without emphasis if some lies in another and would be read otherwise."""
    text = join_emphasis(text)
    written = write_emphasis(settle(text))
    if NESTED.search(text) and _read_emphasis(written) != [
        NAMES[sign] for sign in "".join(RUN.findall(text))
    ]:
        return settle(RUN.sub("", text))
    return written


def _read_emphasis(markdown: str) -> list[str]:
    """Return what begins and ends in a text, in this order, as it will be read."""
    tokens = (child for token in make_parsers()[0].parse(markdown) for child in token.children or ())
    return [token.type for token in tokens if token.type in NAMES.values()]


def write_emphasis(text: str) -> str:
    """Write the stars. Between a letter and a sign they would be read as stars (CommonMark 0.31, 6.2), so the letter
    becomes a reference there, which is a sign too.
    """
    written, done = [], 0
    for place in sorted(_find_letters(text)):
        written += [text[done:place], f"&#{ord(text[place])};"]
        done = place + 1
    return RUN.sub(lambda run: "".join(map(STARS.__getitem__, run.group())), "".join(written) + text[done:])


def _find_letters(text: str) -> set[int]:
    """Return the places of letters that must become signs. One may call for the next, on this side of it or on that."""
    runs = [(run.start() - 1, run.end(), set(run.group())) for run in RUN.finditer(text)]
    places: set[int] = set()

    def are(before: int, after: int, kinds: tuple[str, str]) -> bool:
        return (
            tuple("sign" if place in places else kind_at(text, place) for place in (before, after)) == kinds
        )

    for before, after, kinds in reversed(runs):
        if kinds & BEGINNINGS and are(before, after, ("letter", "sign")):
            places.add(before)
    for before, after, kinds in runs:
        if kinds & ENDS and are(before, after, ("sign", "letter")):
            places.add(after)
    return places


def kind_at(text: str, place: int) -> str:
    """Return what stands at a place, as Markdown sees it: a letter, a sign, or a blank, such as the edge of the text."""
    if not 0 <= place < len(text) or isWhiteSpace(ord(text[place])):
        return "blank"
    return "sign" if isMdAsciiPunct(ord(text[place])) or isPunctChar(text[place]) else "letter"
