"""The language that the page being made speaks: the site's, or that of the article on it."""

from flask import current_app, g

from .settings import settings_of


def page_language() -> str:
    """Return the language of the page being made, as a BCP 47 tag."""
    return str(g.get("broadsheet_language") or settings_of(current_app).language)


def speak(language: str | None) -> None:
    """Let the page being made speak `language`; None is the site's."""
    g.broadsheet_language = language
