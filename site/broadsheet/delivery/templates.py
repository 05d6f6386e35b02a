"""The shipped templates, each named `broadsheet/<area>/<page>.html`, and the global `broadsheet` that they share.

The prefix and the single global keep them apart from the templates of the app that they stand in; that app replaces one of
ours by a file of the same name in its own folder. The operator replaces one by a file in the folder of the setting
`templates`. Both can build on ours, which keeps the name `broadsheet/original/<area>/<page>.html`.
"""

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, render_template
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader

from .. import dates
from ..languages import direction, pluraliser, translator
from ..page_language import page_language
from ..settings import settings_of
from ..shipped import shipped
from .own_templates import check_own_templates


class Templates(Blueprint):
    """A blueprint whose only content is the templates."""

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__("broadsheet_templates", __name__)
        self.jinja_loader = loader


def init_app(app: Flask) -> None:
    """Make the templates known, once for all of our extensions in an app.

    Raises `SettingsError`, which stops the start, for a template of the operator's that cannot be one.
    """
    if "broadsheet.templates" in app.extensions:
        return
    own = settings_of(app).templates
    app.register_blueprint(Templates(make_loader(own)))
    dates.init_app(app)
    # What the layout asks for is named here even where nothing gives it, for apps that refuse undefined names.
    shared = {
        "settings": settings_of(app),
        "consent": None,
        "list_sections": None,
        "look": None,
        "most_read": None,
    }
    app.extensions["broadsheet.templates"] = app.jinja_env.globals["broadsheet"] = shared
    if own:
        check_own_templates(app.jinja_env, own)


def make_loader(own: Path | None) -> BaseLoader:
    """Return what finds a template: ours, or before them those of the operator's folder."""
    ours = FileSystemLoader(shipped("templates"))
    loaders: list[BaseLoader] = [PrefixLoader({"original": ours}), ours]
    if own:
        loaders.insert(1, FileSystemLoader(own))
    return PrefixLoader({"broadsheet": ChoiceLoader(loaders)})


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
