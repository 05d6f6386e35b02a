"""The settings. A value comes from the TOML file, then the environment (``BROADSHEET_<NAME>``), then the Flask app's own
configuration (``app.config["BROADSHEET_<NAME>"]``); the later one wins. Anything unknown or ill-formed stops the start with
the setting's name.
"""

from flask import Flask

from .checks import SettingsError
from .declared import Settings, declared
from .reading import PREFIX, find_settings_file, load_settings

__all__ = ["Settings", "SettingsError", "declared", "find_settings_file", "load_settings", "settings_of"]


def settings_of(app: Flask) -> Settings:
    """Return the app's settings, reading them when this is the first of our extensions in it."""
    extensions = (
        app.extensions
    )  # Once: `app` may be Flask's stand-in for the current one, and this is asked all the time.
    if "broadsheet.settings" not in extensions:
        given = {k.removeprefix(PREFIX).lower(): v for k, v in app.config.items() if k.startswith(PREFIX)}
        extensions["broadsheet.settings"] = load_settings(given=given)
    found: Settings = extensions["broadsheet.settings"]
    return found
