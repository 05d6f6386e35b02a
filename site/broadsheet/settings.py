"""Every setting, declared once: its name, default and help.

A value comes from the TOML file, then the environment (``BROADSHEET_<NAME>``), then the Flask app's own
configuration (``app.config["BROADSHEET_<NAME>"]``); the later one wins. Anything unknown or ill-formed stops
the start with the setting's name.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask

from .shipped import shipped

PREFIX = "BROADSHEET_"
# The file to read, and the test suite's database: in the environment, but not settings.
NOT_SETTINGS = {"BROADSHEET_CONFIG", "BROADSHEET_TEST_DATABASE"}


class SettingsError(Exception):
    """A setting is unknown or has a value that it cannot have; the message names it and says what to do."""


def setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True, kw_only=True)
class Settings:
    site_name: str = setting("The Harbour Gazette", "The site's name, in the masthead, titles and feeds.")
    site_description: str = setting("News from a small town by the sea", "One line under the name.")
    language: str = setting("en", "The language of the site, as a BCP 47 tag.")
    timezone: str = setting("UTC", "The zone of dates without one, and of the times shown (IANA name).")
    address: str = setting(
        "", "The public address, such as https://news.example.org. Empty: the request's own."
    )

    data: Path = setting(
        Path("data"), "The data folder: database, secrets, and articles unless `content` is set."
    )
    content: Path = setting(Path(), "The folder of Markdown articles. Empty: `articles` in the data folder.")
    database: str = setting("", "An SQLAlchemy address of the database. Empty: SQLite in the data folder.")
    secrets_file: Path = setting(
        Path(), "Signing keys, a line each, newest first. Empty: made in the data folder."
    )
    privacy_policy: Path = setting(
        Path(), "The consent policy. Empty: `privacy.toml` beside the settings file."
    )

    host: str = setting("127.0.0.1", "The address to listen on.")
    port: int = setting(8000, "The port to listen on. `PORT` in the environment is understood too.")
    workers: int = setting(2, "The number of server processes.")
    trusted_proxies: int = setting(
        0, "How many proxies stand in front whose X-Forwarded headers are believed."
    )

    comments_moderation: Literal["hold", "show"] = setting(
        "hold", "What becomes of a new comment: `hold` keeps it for a moderator, `show` shows it at once."
    )
    comments_max_length: int = setting(
        10_000, "The most characters a comment may have; a longer one is refused."
    )
    related_count: int = setting(4, "How many related stories a page shows.")

    @property
    def content_folder(self) -> Path:
        return self.data / "articles" if self.content == Path() else self.content

    @property
    def database_address(self) -> str:
        return self.database or f"sqlite:///{self.data / 'broadsheet.sqlite3'}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def load_settings(
    file: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    given: Mapping[str, Any] | None = None,
) -> Settings:
    """Read the settings; raise `SettingsError` naming the first that is unknown or wrong."""
    file = file or (Path(environ["BROADSHEET_CONFIG"]) if "BROADSHEET_CONFIG" in environ else default_file())
    values: dict[str, Any] = {}
    for source, found in ((str(file), _read_file(file)), ("the environment", _read_environment(environ))):
        values |= {name: _parse(name, value, source) for name, value in found.items()}
    values |= {name: _parse(name, value, "app.config") for name, value in (given or {}).items()}
    if values.get("privacy_policy", Path()) == Path():
        values["privacy_policy"] = file.parent / "privacy.toml"
    settings = Settings(**values)
    _check(settings)
    return settings


def settings_of(app: Flask) -> Settings:
    """Return the app's settings, reading them when this is the first of our extensions in it."""
    if "broadsheet.settings" not in app.extensions:
        given = {k.removeprefix(PREFIX).lower(): v for k, v in app.config.items() if k.startswith(PREFIX)}
        app.extensions["broadsheet.settings"] = load_settings(given=given)
    found: Settings = app.extensions["broadsheet.settings"]
    return found


def default_file() -> Path:
    """Return `config/broadsheet.toml` of the working folder, or the shipped one."""
    here = Path("config/broadsheet.toml")
    return here if here.is_file() else shipped("config") / "broadsheet.toml"


def declared() -> dict[str, Field[Any]]:
    return {f.name: f for f in fields(Settings)}


def _read_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"The settings file {file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {file} is not valid TOML: {error}.") from error


def _read_environment(environ: Mapping[str, str]) -> dict[str, str]:
    found = {"port": environ["PORT"]} if environ.get("PORT") else {}
    for name, value in environ.items():
        if name.startswith(PREFIX) and name not in NOT_SETTINGS:
            found[name.removeprefix(PREFIX).lower()] = value
    return found


def _parse(name: str, value: Any, source: str) -> Any:
    known = declared()
    if name not in known:
        raise SettingsError(f"There is no setting named {name} (in {source}). See config/broadsheet.toml.")
    kind = known[name].type
    if get_origin(kind) is Literal:
        allowed = get_args(kind)
        if value in allowed:
            return value
        raise SettingsError(f"{name} is {value!r} (in {source}); it must be one of {', '.join(allowed)}.")
    if kind is int:
        return _parse_number(name, value, source)
    if not isinstance(value, str | Path):
        raise SettingsError(f"{name} is {value!r} (in {source}); it must be a text in quotes.")
    return Path(value) if kind is Path else str(value)


def _parse_number(name: str, value: Any, source: str) -> int:
    try:
        if isinstance(value, bool | float):
            raise ValueError
        return int(value)
    except ValueError as error:
        raise SettingsError(f"{name} is {value!r} (in {source}); it must be a whole number.") from error


def _check(settings: Settings) -> None:
    lowest = {"port": 1, "workers": 1, "trusted_proxies": 0, "comments_max_length": 1, "related_count": 1}
    for name, least in lowest.items():
        if getattr(settings, name) < least:
            raise SettingsError(f"{name} is {getattr(settings, name)}; it must be {least} or more.")
    if settings.port > 65535:
        raise SettingsError(f"port is {settings.port}; it must be 65535 or less.")
    try:
        _ = settings.zone
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            f"timezone is {settings.timezone!r}, which this machine does not know; use a name such as "
            "Europe/Paris, and install the package tzdata if the machine has no time zones."
        ) from error
    parts = urlsplit(settings.address)
    if settings.address and (
        parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/")
    ):
        raise SettingsError(
            f"address is {settings.address!r}; it must be like https://news.example.org, without a path."
        )
