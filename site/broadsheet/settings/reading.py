"""Where the values of the settings come from, and how each is read."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from ..shipped import shipped
from .checks import SettingsError, check_settings
from .declared import Settings, declared

PREFIX = "BROADSHEET_"
# It names the file to read, so it cannot stand in it.
NOT_SETTINGS = {"BROADSHEET_CONFIG"}


def load_settings(
    file: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    given: Mapping[str, Any] | None = None,
) -> Settings:
    """Read the settings; raise `SettingsError` naming the first that is unknown or wrong."""
    file = file or find_settings_file(environ)
    values: dict[str, Any] = {}
    for source, found in ((str(file), _read_file(file)), ("the environment", _read_environment(environ))):
        values |= {name: _parse(name, value, source) for name, value in found.items()}
    values |= {name: _parse(name, value, "app.config") for name, value in (given or {}).items()}
    if values.get("privacy_policy") is None:
        values["privacy_policy"] = file.parent / "privacy.toml"
    settings = Settings(**values)
    check_settings(settings)
    return settings


def find_settings_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the file that `BROADSHEET_CONFIG` names, or the default one."""
    named = environ.get("BROADSHEET_CONFIG")
    return default_file() if named is None else Path(named)


def default_file() -> Path:
    """Return `config/broadsheet.toml` of the working folder, or the shipped one."""
    here = Path("config/broadsheet.toml")
    return here if here.is_file() else shipped("config") / "broadsheet.toml"


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
    if name not in declared():
        raise SettingsError(f"There is no setting named {name} (in {source}). See config/broadsheet.toml.")
    kind = declared()[name].type
    try:
        return _read_as(kind, value)
    except ValueError as error:
        shown = "wrong" if declared()[name].metadata["secret"] else repr(str(value))
        raise SettingsError(f"{name} is {shown} (in {source}); it must be {error}.") from error


def _read_as(kind: Any, value: Any) -> Any:
    """Return a value as one of the kinds that settings have; raise `ValueError` saying what it must be."""
    if get_origin(kind) is Literal:
        return _read_one_of(get_args(kind), value)
    if kind is bool:
        return value if isinstance(value, bool) else _read_one_of(("true", "false"), value) == "true"
    if kind is int:
        return _read_number(value)
    if not isinstance(value, str | Path):
        raise ValueError("a text in quotes")
    if kind is str:
        return str(value)
    if str(value):
        return Path(value)
    if kind is Path:
        raise ValueError("the name of a folder or file")
    return None


def _read_one_of(allowed: tuple[str, ...], value: Any) -> str:
    if value not in allowed:
        raise ValueError("one of " + ", ".join(allowed))
    return str(value)


def _read_number(value: Any) -> int:
    try:
        if isinstance(value, bool | float):
            raise ValueError
        return int(value)
    except ValueError as error:
        raise ValueError("a whole number") from error
