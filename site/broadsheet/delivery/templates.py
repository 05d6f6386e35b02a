"""The shipped templates, each named `broadsheet/<area>/<page>.html`, and the global `broadsheet` that they share.

The prefix and the single global keep them apart from the templates of the app that they stand in; that app replaces one of
ours by a file of the same name in its own folder. The operator replaces one by a file in the folder of the setting
`templates`. Both can build on ours, which keeps the name `broadsheet/original/<area>/<page>.html`.
"""

from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, current_app, render_template, stream_template
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader

from .. import dates
from ..languages import direction, pluraliser, translator
from ..page_language import page_language
from ..settings import settings_of
from ..shipped import shipped
from .frames import late
from .own_templates import check_own_templates

MOST_KEPT = 2_000  # Parts of pages, such as comments, of some kilobytes each.


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
    app.extensions["broadsheet.kept"] = {}
    # What the layout asks for is named here even where nothing gives it, for apps that refuse undefined names.
    shared = {
        "settings": settings_of(app),
        "consent": None,
        "list_sections": None,
        "look": None,
        "most_read": None,
        "show_most_read": None,
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

    A macro sees them when its file is imported `with context`. `kept` and `late` (see `frames`) are given too.
    """
    return render_template(template, **_find_words(), **given)


def render_in_steps(template: str, **given: Any) -> Iterator[str]:
    """Yield the same in pieces, as soon as each is made, for a page that shows how far something is."""
    return stream_template(template, **_find_words(), **given)


def _find_words() -> dict[str, Any]:
    language = page_language()
    return {
        "language": language,
        "direction": direction(language),
        "late": late,
        "_": translator(language),
        "ngettext": pluraliser(language),
        "kept": _keeper(language),
    }


def _keeper(language: str) -> Callable[..., str]:
    """Return what keeps parts of pages that come again when a page is made anew, such as comments, for each language."""
    made: dict[Hashable, str] = current_app.extensions["broadsheet.kept"]

    def kept(name: str, make: Callable[..., str], *given: Hashable) -> str:
        """Return what a macro makes of what it is given, all but the settings that it may hang on; `name` is its own."""
        key = (name, language, given)
        found = made.get(key)
        if found is None:
            if len(made) >= MOST_KEPT:
                made.clear()
            found = made[key] = make(*given)
        return found

    return kept
