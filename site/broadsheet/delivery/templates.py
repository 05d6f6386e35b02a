"""The shipped templates, each named `broadsheet/<area>/<page>.html`, and the global `broadsheet` that they share.

The prefix and the single global keep them apart from the templates of the app that they stand in; that app replaces one of
ours by a file of the same name in its own folder.
"""

from typing import Any

from flask import Blueprint, Flask, render_template
from jinja2 import FileSystemLoader, PrefixLoader

from .. import dates
from ..languages import direction, pluraliser, translator
from ..page_language import page_language
from ..settings import settings_of
from ..shipped import shipped


class ShippedTemplates(Blueprint):
    """A blueprint whose only content is the templates."""

    jinja_loader = PrefixLoader({"broadsheet": FileSystemLoader(shipped("templates"))})


blueprint = ShippedTemplates("broadsheet_templates", __name__)


def init_app(app: Flask) -> None:
    """Make the templates known, once for all of our extensions in an app."""
    if "broadsheet.templates" in app.extensions:
        return
    app.register_blueprint(blueprint)
    dates.init_app(app)
    # What the layout asks for is named here even where nothing gives it, for apps that refuse undefined names.
    shared = {"settings": settings_of(app), "consent": None, "list_sections": None}
    app.extensions["broadsheet.templates"] = app.jinja_env.globals["broadsheet"] = shared


def share(app: Flask, **things: Any) -> None:
    """Give our templates something under the global `broadsheet`."""
    app.extensions["broadsheet.templates"].update(things)


def render(template: str, **given: Any) -> str:
    """Render one of our templates with the words of the page's language: `_`, `ngettext`, `language`, `direction`.

    A macro sees them when its file is imported `with context`.
    """
    language = page_language()
    words = {"_": translator(language), "ngettext": pluraliser(language)}
    return render_template(template, language=language, direction=direction(language), **words, **given)
