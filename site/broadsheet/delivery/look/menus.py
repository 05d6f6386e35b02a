"""The menu, and the links at the end of a page, as the operator writes them: `Coast: /sections/coast, About: /about`."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from flask import request

from ...settings import SettingsError
from ..addresses import local_path


@dataclass(frozen=True)
class Link:
    """A label, and an address: a path of this site, or an https address."""

    label: str
    address: str

    @property
    def is_local(self) -> bool:
        return self.address.startswith("/")


def read_menu(setting: str, text: str) -> list[Link]:
    """Return the links that a setting lists; raise `SettingsError` naming the one that is none."""
    return [_read_link(setting, entry.strip()) for entry in text.split(",")] if text.strip() else []


def is_current(link: Link) -> bool:
    """Whether the page being made is the one that a link leads to."""
    return link.is_local and unquote(urlsplit(link.address).path) == request.path


def _read_link(setting: str, entry: str) -> Link:
    label, _, address = (part.strip() for part in entry.partition(":"))
    if not label or not (_is_path(address) or _is_https(address)):
        raise SettingsError(
            f"{setting} has {entry!r}; it must be a label, a colon, and a path of this site or an https address, "
            "with commas between the links, such as: Coast: /sections/coast, Ferries: https://ferries.example.org."
        )
    return Link(label, address)


def _is_path(address: str) -> bool:
    return address != "" and local_path(address) == address


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    plain = all(character > " " and character != "\\" for character in address)
    return plain and parts.scheme == "https" and bool(parts.hostname)
