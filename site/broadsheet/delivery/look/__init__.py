"""What the operator says of the site's look, in the settings: colours, fonts, logo, menu and footer."""

from dataclasses import dataclass

from flask import Flask

from ...settings import Settings, SettingsError, settings_of
from .. import templates
from . import views
from .colours import Colour, read_colour
from .fonts import read_fonts
from .menus import Link, is_current, read_menu
from .palette import DARK, LIGHT, Palette, list_changes, make_palette
from .pictures import OwnPicture, load_picture

__all__ = ["Look", "init_app", "look_of", "read_look"]


@dataclass(frozen=True, kw_only=True)
class Look:
    """All of it, checked. `fonts` are custom properties of the stylesheet, name → value."""

    light: Palette
    dark: Palette
    fonts: dict[str, str]
    pictures: dict[str, OwnPicture]
    menu: list[Link]
    footer_menu: list[Link]

    @property
    def light_colours(self) -> dict[str, str]:
        """What differs from our own colours, custom property → value."""
        return list_changes(self.light, LIGHT)

    @property
    def dark_colours(self) -> dict[str, str]:
        """The same where readers prefer dark."""
        return list_changes(self.dark, DARK)


def init_app(app: Flask) -> Look:
    """Read the look, which stops the start where it is wrong, show its pictures, and return it."""
    look = app.extensions["broadsheet.look"] = read_look(settings_of(app))
    views.init_app(app, look.pictures)
    templates.share(app, look=look, is_current=is_current)
    return look


def look_of(app: Flask) -> Look:
    found: Look = app.extensions["broadsheet.look"]
    return found


def read_look(settings: Settings) -> Look:
    """Return the look that the settings ask for; raise `SettingsError` naming the first that cannot be."""
    colours = {
        name: _read_colour(name, getattr(settings, name))
        for name in ("colour_accent", "colour_paper", "colour_ink")
        for name in (name, f"{name}_dark")
    }
    paper, ink, accent = colours["colour_paper"], colours["colour_ink"], colours["colour_accent"]
    pictures = {name: load_picture(name, getattr(settings, name)) for name in ("logo", "logo_dark", "icon")}
    return Look(
        light=make_palette(LIGHT, paper, ink, accent),
        dark=make_palette(
            DARK,
            colours["colour_paper_dark"],
            colours["colour_ink_dark"],
            colours["colour_accent_dark"],
            hint=accent,
        ),
        fonts=read_fonts(settings),
        pictures={name: picture for name, picture in pictures.items() if picture},
        menu=read_menu("menu", settings.menu),
        footer_menu=read_menu("footer_menu", settings.footer_menu),
    )


def _read_colour(setting: str, text: str) -> Colour | None:
    try:
        return read_colour(text) if text else None
    except ValueError as error:
        raise SettingsError(f"{setting} is {text!r}; it must be a colour such as #0b5a6b or #fff.") from error
