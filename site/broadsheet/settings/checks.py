"""What a value must be, beyond its kind; each room looks by itself at what only it understands."""

import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfoNotFoundError

from .declared import Settings, declared

EMAIL = r"[^\s@<>,]+@[^\s@<>,]+"
CONTACT = r"https://\S+|[^\s@<>,:]+@[^\s@<>,]+"


class SettingsError(Exception):
    """A setting is unknown or has a value that it cannot have; the message names it and says what to do."""


def check_settings(settings: Settings) -> None:
    """Raise `SettingsError` naming the first setting that has a value it cannot have."""
    for name, field in declared().items():
        if isinstance(field.default, int) and not isinstance(field.default, bool):
            _check_bounds(name, getattr(settings, name), field.metadata["least"], field.metadata["most"])
    _check_each(
        "moderators", settings.moderators, EMAIL, "e-mail addresses alone, like ada@example.org, bo@x.org"
    )
    contacts = "e-mail or https:// addresses, like ada@example.org"
    _check_each("security_contact", settings.security_contact, CONTACT, contacts)
    _check_each(
        "purge_url",
        settings.purge_url,
        r"https?://\S+",
        "addresses, like https://api.fastly.com/service/ID/purge",
    )
    if settings.purge_url and not settings.cdn:
        raise SettingsError(
            "purge_url is set, but cdn is not; set it to the CDN that is told there what to drop."
        )
    try:
        _ = settings.zone
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            f"timezone is {settings.timezone!r}, which this machine does not know; use a name such as "
            "Europe/Paris, and install the package tzdata if the machine has no time zones."
        ) from error
    if settings.address and not _is_site_address(settings.address):
        raise SettingsError(f"address is {settings.address!r}; it must be like https://news.example.org.")


def _check_bounds(name: str, value: int, least: int, most: int | None) -> None:
    if value < least:
        raise SettingsError(f"{name} is {value}; it must be {least} or more.")
    if most is not None and value > most:
        raise SettingsError(f"{name} is {value}; it must be {most} or less.")


def _check_each(name: str, text: str, pattern: str, wanted: str) -> None:
    """Look at each of the parts between commas, if there are any."""
    for part in map(str.strip, text.split(",")):
        if part and not re.fullmatch(pattern, part):
            raise SettingsError(f"{name} has {part!r}; it must be {wanted}.")


def _is_site_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port  # It is read, and refused, only when asked for.
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
