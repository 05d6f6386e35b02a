"""The languages of the interface: which there are, which a reader gets, and the words of each.

A catalogue is a gettext PO file, `<language>.po`, with the English words as its keys; English needs none.
"""

from collections.abc import Callable, Collection
from functools import cache
from itertools import islice
from pathlib import Path

from babel.messages.pofile import read_po
from werkzeug.datastructures import LanguageAccept

# BCP 47 tag → the language's name in itself.
LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ar": "العربية",
    "ur": "اردو",
    "he": "עברית",
    "ja": "日本語",
}
RIGHT_TO_LEFT = frozenset({"ar", "ur", "he"})
SOURCE = "en"
MOST_ACCEPTED, LONGEST_TAG = 20, 35  # of what a browser accepts, tags and their letters (RFC 5646 4.4.1)
HERE = Path(__file__).parent

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
Translate = Callable[..., str]


def N_(text: str) -> str:
    """Mark a text for translation where the reader's language is not known yet (the name is gettext's)."""
    return text


def direction(language: str) -> str:
    """Return `rtl` or `ltr`, for the attribute `dir`."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def choose_language(offered: Collection[str], wanted: str, accepted: LanguageAccept, default: str) -> str:
    """Return the language `wanted` by name, else the best that the browser accepts, else `default`.

    Of what the browser accepts, `de-AT` is answered by `de` before anything that it likes less (RFC 4647 3.4).
    """
    if wanted in offered:
        return wanted
    known = {tag.lower(): tag for tag in offered}
    for tag, quality in islice(accepted, MOST_ACCEPTED):
        shorter = tag.lower() if quality > 0 and len(tag) <= LONGEST_TAG else ""
        while shorter:
            if shorter in known:
                return known[shorter]
            shorter = shorter.rpartition("-")[0]
    return default


def translator(language: str) -> Translate:
    """Return a function that says an English text in a language, with `%(name)s` filled in.

    What has no translation stays English. In a text that runs from the right, what is filled in is set apart (Unicode
    UAX 9), so that a name or a number of another script does not turn around.
    """
    words = read_catalogue(language)
    before, after = (FIRST_STRONG_ISOLATE, POP_ISOLATE) if direction(language) == "rtl" else ("", "")

    def translate(text: str, **values: object) -> str:
        said = words.get(text) or text
        return said % {name: f"{before}{value}{after}" for name, value in values.items()} if values else said

    return translate


def name_language(tag: str) -> str:
    """Return the name of a language in itself; `pt-BR` is `Português` too."""
    return LANGUAGES.get(tag) or LANGUAGES.get(tag.partition("-")[0]) or tag


@cache
def read_catalogue(language: str) -> dict[str, str]:
    """Return the translations of a language, English text → its own; none for English or an unknown language.

    A part of a language, such as `pt-BR`, has those of the whole.
    """
    language = language if language in LANGUAGES else language.partition("-")[0]
    if language == SOURCE or language not in LANGUAGES:
        return {}
    with (HERE / f"{language}.po").open("rb") as file:
        return {
            str(message.id): str(message.string or "")
            for message in read_po(file, locale=language)
            if message.id
        }
