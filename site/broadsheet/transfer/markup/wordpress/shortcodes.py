"""Shortcodes: those that are known become marks, what lies in layout stays, and the rest is text."""

import re
from collections.abc import Iterator

from .shortcode_kinds import BREAKS, KNOWN, is_layout, is_layout_within_line, is_left_out, is_meant
from .shortcode_tokens import Shortcode, Token, pair, scan
from .work import Work

LOOKS_LIKE_ONE = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)+")
ASSIGNS = re.compile(r"[\w-]\s?=|^=")


def take_shortcodes(work: Work, text: str) -> str:
    """Return the text without the shortcodes that are known; in their places are marks."""
    if "[" not in text:
        return text
    tokens = scan(text)
    return "".join(_replace(work, text, tokens, pair(tokens)))


def _replace(work: Work, text: str, tokens: list[Token], pairs: dict[int, int]) -> Iterator[str]:
    position = 0
    openers = {closer: opener for opener, closer in pairs.items()}
    for number, token in enumerate(tokens):
        if token.start < position:
            continue
        yield text[position : token.start]
        position = token.end
        closer = tokens[pairs[number]] if number in pairs else None
        opener = tokens[openers[number]] if number in openers else None
        if token.is_escaped or (closer and _escapes(token, closer)):
            yield token.text[1:-1] if token.is_escaped else token.text[1:]
        elif opener and _escapes(opener, token):
            yield token.text[:-1]
        elif closer and (token.name in KNOWN or is_left_out(token.name)):
            content = text[token.inner_end : closer.inner_start]
            position = closer.end
            yield token.before + _take_known(work, token, content) + closer.after
        else:
            is_paired = closer is not None or opener is not None
            yield token.before + _take_single(work, token, is_paired) + token.after
    yield text[position:]


def _escapes(opener: Token, closer: Token) -> bool:
    return bool(opener.before and closer.after)


def _take_single(work: Work, token: Token, is_paired: bool) -> str:
    """Return what takes the place of a token whose content, if it has any, stays where it is."""
    name = token.name
    known = name in KNOWN or name in BREAKS or is_layout(name) or is_left_out(name)
    if known and (is_paired or is_meant(name, token.rest)):
        return _take_layout(work, token) if is_layout(name) or name in BREAKS else _take_alone(work, token)
    if is_paired:
        work.note(f"The shortcode [{name}] is not known; the text that it enclosed stays.")
        return ""
    if not token.closes and (LOOKS_LIKE_ONE.fullmatch(name) or ASSIGNS.search(token.rest)):
        work.note(f"The shortcode [{name}] is not known; it stands in the text as it is.")
    return token.inner_text


def _take_layout(work: Work, token: Token) -> str:
    if token.name not in BREAKS and not token.closes:
        work.note(f"The layout of the shortcode [{token.name}] is gone; what lay in it stands in the text.")
    return "" if is_layout_within_line(token.name) else work.mark(list)


def _take_alone(work: Work, token: Token) -> str:
    return "" if token.closes else _take_known(work, token, None)


def _take_known(work: Work, token: Token, content: str | None) -> str:
    name = token.name
    if is_left_out(name):
        work.note(f"The shortcode [{name}] was left out: what it shows was made anew for each page.")
        return work.mark(list)
    kind = KNOWN[name]
    shortcode = Shortcode.read(token, content)
    return work.mark(lambda: kind.make(work, shortcode), kind.within_line)
