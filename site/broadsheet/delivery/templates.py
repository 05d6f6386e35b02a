"""The templates, each named `broadsheet/<area>/<page>.html`, and the global `broadsheet` that they share.

The prefix and the single global keep them apart from the templates of the app that they stand in; that app replaces one of
ours by a file of the same name in its own folder. An operator does so by the folder of the setting `templates`, where the
file has its name without the prefix; ours is still there as `broadsheet-original/<area>/<page>.html`, to be extended.
"""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Flask, render_template
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, TemplateError, TemplateSyntaxError

from .. import dates
from ..languages import direction, pluraliser, translator
from ..page_language import page_language
from ..settings import Settings, SettingsError, settings_of
from ..shipped import shipped

OURS, ORIGINAL = "broadsheet", "broadsheet-original"


class ShippedTemplates(Blueprint):
    """A blueprint whose only content is the templates, ours and an operator's."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("broadsheet_templates", __name__)
        ours = FileSystemLoader(shipped("templates"))
        own = [FileSystemLoader(settings.templates)] if settings.templates else []
        self.jinja_loader = PrefixLoader({OURS: ChoiceLoader([*own, ours]), ORIGINAL: ours})


def init_app(app: Flask) -> None:
    """Make the templates known, once for all of our extensions in an app; raise `SettingsError` for a missing folder."""
    if "broadsheet.templates" in app.extensions:
        return
    settings = settings_of(app)
    if settings.templates and not settings.templates.is_dir():
        raise SettingsError(
            f"templates is {str(settings.templates)!r}, which is no folder. Make it, or leave it empty."
        )
    app.register_blueprint(ShippedTemplates(settings))
    dates.init_app(app)
    # What the layout asks for is named here even where nothing gives it, for apps that refuse undefined names.
    shared = {"settings": settings, "consent": None, "list_sections": None, "look": None, "most_read": None}
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


def check_own(app: Flask) -> None:
    """Read the operator's templates; raise `SettingsError` with file and line for one that is not well formed."""
    for name in list_own(settings_of(app)):
        try:
            app.jinja_env.get_template(f"{OURS}/{name}")
        except TemplateSyntaxError as error:
            raise SettingsError(
                f"The template {error.filename}, line {error.lineno}: {error.message}"
            ) from error
        except (TemplateError, UnicodeDecodeError) as error:
            raise SettingsError(f"The template {name} in {settings_of(app).templates}: {error}") from error


def list_own(settings: Settings) -> Iterator[str]:
    """Yield the names of the operator's templates, such as `articles/article.html`."""
    folder = settings.templates
    if folder is None:
        return
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and not any(part.startswith(".") for part in name.split("/")):
            yield name


def list_without_effect(settings: Settings) -> Iterator[str]:
    """Yield those that take the place of nothing and are asked for by no name of ours."""
    return (name for name in list_own(settings) if not (shipped("templates") / name).is_file())
