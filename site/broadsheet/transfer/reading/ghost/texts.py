"""The text of a Ghost post, in whichever of the forms it has been kept."""

import json
import re
from collections.abc import Callable
from typing import Any

from ...items import Markup
from ...markup.ghost.card_parts import MARKDOWN
from ...markup.ghost.lexical import lexical_to_html
from ...markup.ghost.mobiledoc import mobiledoc_to_html
from ...markup.ghost.rendered_cards import tidy_rendered
from ..fields import UNSTORABLE, said

Convert = Callable[[dict[str, Any]], tuple[str, list[str]]]
SOURCES: tuple[tuple[str, Convert], ...] = (("lexical", lexical_to_html), ("mobiledoc", mobiledoc_to_html))
ROOT = re.compile(r"__GHOST_URL__/*")
# A picture in a smaller size lies in a folder of that size.
SIZE = re.compile(r"(/content/images)/size/w\d+(?:h\d+)?(?:/format/\w+)?/")


class Illegible(Exception):
    """A post has a text, in none of the forms that are read here."""


def read_text(post: dict[str, Any]) -> tuple[str, Markup, list[str]]:
    """Return the text of a post, what it is written in, and notes; raise `Illegible`.

    Ghost's own HTML is what readers saw, so it goes first; then comes what the editor keeps. Before 2017 that was Markdown.
    """
    if said(post, "html"):
        html, notes = tidy_rendered(said(post, "html"))
        return make_own(html), "html", notes
    for name, convert in SOURCES:
        html, notes = convert(_read_document(post.get(name)))
        if html.strip():
            return UNSTORABLE.sub("", make_own(html)), "html", notes
    if said(post, "markdown"):
        return make_own(MARKDOWN.render(said(post, "markdown"))), "html", []
    if said(post, "plaintext"):
        return said(post, "plaintext"), "plain", ["only its plain text could be read"]
    if any(post.get(name) and not _read_document(post[name]) for name, _convert in SOURCES):
        raise Illegible
    return "", "html", ["it has no text"]


def make_own(text: str) -> str:
    """Make addresses of the site paths, and those of small pictures the ones of the whole pictures."""
    return SIZE.sub(r"\1/", ROOT.sub("/", text))


def _read_document(value: object) -> dict[str, Any]:
    """Return the JSON in a field; empty where there is none, or where it is broken or nested beyond measure."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
