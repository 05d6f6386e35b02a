"""The languages of the interface: which there are, which a reader gets, and the words of each.

A catalogue is a gettext PO file, `<language>.po`, with the English words as its keys; English needs none.
"""

from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache
from gettext import c2py
from itertools import islice
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from markupsafe import Markup, escape
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
MOST_SPOKEN = (
    100  # Languages, and parts of them such as `pt-BR`, of which a process keeps how they are spoken.
)
HERE = Path(__file__).parent

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


@lru_cache(MOST_SPOKEN)
def translator(language: str) -> Translate:
    """Return a function that says an English text in a language, with `%(name)s` filled in.

    What has no translation stays English. In a text that runs from the right, what is filled in is set apart (Unicode
    UAX 9), so that a name or a number of another script does not turn around.
    """
    words = read_catalogue(language)

    def translate(text: str, **values: object) -> str:
        said = words.get(text) or text
        return _fill_in(said, values, language) if values else said

    return translate


@lru_cache(MOST_SPOKEN)
def pluraliser(language: str) -> Translate:
    """Return a function that says one of two English texts, as `number` asks, in a language and the form that it asks there.

    `%(number)s` is filled in as it is written in that language.
    """
    words, choose = read_plurals(language)
    locale = Locale.parse(known_part(language)) if known_part(language) else Locale(SOURCE)

    def translate(one: str, other: str, number: int, **values: object) -> str:
        forms = words.get(one)
        said = forms[choose(number)] if forms else (one if number == 1 else other)
        return _fill_in(said, {"number": _write_number(number, locale)} | values, language)

    return translate


@lru_cache(1_000)
def _write_number(number: int, locale: Locale) -> str:
    return str(format_decimal(number, locale=locale))


def _fill_in(said: str, values: Mapping[str, object], language: str) -> str:
    if any(isinstance(value, Markup) for value in values.values()):
        said = escape(said)  # So that what is markup stays it, and nothing else becomes it.
    around = "\u2068{}\u2069" if direction(language) == "rtl" else "{}"  # First strong isolate, pop isolate.
    return said % {name: type(said)(around).format(value) for name, value in values.items()}


def name_language(tag: str) -> str:
    """Return the name of a language in itself; `pt-BR` is `Português` too."""
    return LANGUAGES.get(tag) or LANGUAGES.get(tag.partition("-")[0]) or tag


def known_part(language: str) -> str:
    """Return the language, or the whole of which it is a part (`pt` for `pt-BR`), if it is one of ours, else nothing."""
    whole = language.partition("-")[0]
    return language if language in LANGUAGES else whole if whole in LANGUAGES else ""


def read_catalogue(language: str) -> dict[str, str]:
    """Return the translations of a language, English text → its own; none for English or an unknown language."""
    return _read_words(known_part(language))


def read_plurals(language: str) -> tuple[dict[str, list[str]], Callable[[int], int]]:
    """Return the texts that change with a number, English singular → their forms, and which form a number takes."""
    return _read_plurals(known_part(language))


@cache
def _read_words(language: str) -> dict[str, str]:
    return {
        str(message.id): str(message.string or "")
        for message in _read_file(language)
        if message.id and not message.pluralizable
    }


@cache
def _read_plurals(language: str) -> tuple[dict[str, list[str]], Callable[[int], int]]:
    catalogue = _read_file(language)
    forms = {
        str(message.id[0]): list(message.string)
        for message in catalogue
        if isinstance(message.string, list | tuple) and all(message.string)
    }
    return forms, c2py(catalogue.plural_expr)


@cache
def _read_file(language: str) -> Catalog:
    """Read the catalogue of a language once in a process; it takes some milliseconds."""
    if language in {"", SOURCE}:
        return Catalog(locale=SOURCE)
    with (HERE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)
