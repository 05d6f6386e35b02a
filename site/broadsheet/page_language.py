"""The language that the page being made speaks: the site's, or that of the article on it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, g

from .languages import pluraliser, translator
from .settings import settings_of


def page_language() -> str:
    """Return the language of the page being made, as a BCP 47 tag."""
    return str(g.get("broadsheet_language") or settings_of(current_app).language)


def speak(language: str | None) -> None:
    """Let the page being made speak `language`; None is the site's."""
    g.broadsheet_language = language


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Speak `language` for a while; None changes nothing."""
    before = g.get("broadsheet_language")
    speak(language or before)
    yield
    speak(before)


def gettext(text: str, **values: object) -> str:
    """Say an English text in the page's language, with `%(name)s` filled in (the name is gettext's)."""
    return translator(page_language())(text, **values)


def ngettext(one: str, other: str, number: int, **values: object) -> str:
    """Say one of two English texts, as `number` asks, in the page's language (the name is gettext's)."""
    return pluraliser(page_language())(one, other, number, **values)


def tell_newsroom(text: str, **values: object) -> str:
    """Say an English text, marked by `N_`, in the site's language: what is for those who run it."""
    return translator(settings_of(current_app).language)(text, **values)
