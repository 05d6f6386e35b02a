"""The fonts that the operator names, checked so that nothing but names of fonts can reach the stylesheet."""

import re

from ...settings import Settings, SettingsError

PROPERTIES = {"font_text": "--serif", "font_interface": "--sans", "font_headings": "--headings"}
NAME = re.compile(
    r""" "[^\W_](?:[^\W_]|[ -])*" | '[^\W_](?:[^\W_]|[ -])*' | -?[^\W\d_](?:[^\W_]|[ -])* """, re.X
)


def read_fonts(settings: Settings) -> dict[str, str]:
    """Return the fonts that are set: the name of the custom property → its value; raise `SettingsError` for no names."""
    return {
        custom: _check(name, getattr(settings, name))
        for name, custom in PROPERTIES.items()
        if getattr(settings, name)
    }


def _check(setting: str, value: str) -> str:
    names = [name.strip(" ") for name in value.split(",")]
    if not all(NAME.fullmatch(name) for name in names):
        raise SettingsError(
            f"{setting} is {value!r}; it must be names of fonts with commas between, with quotes around one that has "
            'digits in front, such as: "Source Serif 4", Georgia, serif.'
        )
    return ", ".join(names)
