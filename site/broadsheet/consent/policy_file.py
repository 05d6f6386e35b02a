"""Read the consent policy from `privacy.toml`, and say what is wrong with it by key."""

import re
import tomllib
from pathlib import Path
from typing import Any

from ..delivery.content_policy import EXTENSIBLE
from .policy import Category, Cookie, Policy, Service


class PolicyError(Exception):
    """The policy is missing or wrong; the message names the key and says what to do."""


TOP_KEYS = {"version", "controller", "contact", "days", "notice", "category", "service"}
MOST_DAYS = 3_650
NAME = re.compile(r"[a-z][a-z0-9-]*")


def load_policy(file: Path, port: int) -> Policy:
    """Read and check the policy; `{port}` in an address becomes the port that the site is served on.

    Raises `PolicyError` naming the key that is missing, unknown or wrong.
    """
    try:
        content = tomllib.loads(file.read_text("utf-8").replace("{port}", str(port)))
    except OSError as error:
        raise PolicyError(f"The consent policy {file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"The consent policy {file} is not valid TOML: {error}.") from error
    try:
        return _build_policy(content)
    except PolicyError as error:
        raise PolicyError(f"{file}: {error}") from error


def _build_policy(content: dict[str, Any]) -> Policy:
    _refuse_unknown(content, TOP_KEYS, "at the top")
    services = [_build_service(entry) for entry in _tables(content, "service")]
    categories = [_build_category(entry, services) for entry in _tables(content, "category")]
    _refuse_doubles([category.id for category in categories], "category")
    _refuse_doubles([service.id for service in services], "service")
    known = {category.id for category in categories}
    for service in services:
        if service.category not in known:
            raise PolicyError(
                f"service {service.id}: category {service.category!r} is not among {sorted(known)}."
            )
    days = content.get("days", 180)
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise PolicyError(f"days is {days!r}; it must be a whole number of days, from 1 to {MOST_DAYS}.")
    return Policy(
        version=_text(content, "version", "at the top"),
        controller=_text(content, "controller", "at the top"),
        contact=_text(content, "contact", "at the top"),
        days=days,
        notice=_text(content, "notice", "at the top"),
        categories=categories,
    )


def _build_category(entry: dict[str, Any], services: list[Service]) -> Category:
    where = f"category {entry.get('id', '?')}"
    _refuse_unknown(entry, {"id", "name", "description", "required"}, where)
    return Category(
        id=_id(entry, where),
        name=_text(entry, "name", where),
        description=_text(entry, "description", where),
        required=_flag(entry, "required", where),
        services=[service for service in services if service.category == entry["id"]],
    )


SERVICE_KEYS = {
    "id", "name", "category", "purpose", "recipient", "sale", "script", "link", "frame", "hosts", "cookies",
}  # fmt: skip


def _build_service(entry: dict[str, Any]) -> Service:
    where = f"service {entry.get('id', '?')}"
    _refuse_unknown(entry, SERVICE_KEYS, where)
    if bool(entry.get("link")) != bool(entry.get("frame")):
        raise PolicyError(f"{where}: link and frame go together; an embed needs both.")
    if entry.get("link") and str(entry["link"]).count("{id}") != 1:
        raise PolicyError(
            f"{where}: link must have {{id}} once, for the part that differs from film to film."
        )
    return Service(
        id=_id(entry, where),
        name=_text(entry, "name", where),
        category=_text(entry, "category", where),
        purpose=_text(entry, "purpose", where),
        recipient=_text(entry, "recipient", where),
        sale=_flag(entry, "sale", where),
        script=_address(entry, "script", where),
        link=_text(entry, "link", where, default=""),
        frame=_address(entry, "frame", where),
        hosts=_build_hosts(entry, where),
        cookies=[_build_cookie(cookie, where) for cookie in _tables(entry, "cookies")],
    )


def _build_hosts(entry: dict[str, Any], where: str) -> dict[str, list[str]]:
    hosts = entry.get("hosts", {})
    if not isinstance(hosts, dict):
        raise PolicyError(
            f'{where}: hosts must be a table, such as {{ frame-src = ["https://example.org"] }}.'
        )
    _refuse_unknown(hosts, EXTENSIBLE, f"{where}, hosts")
    for directive, sources in hosts.items():
        plain = isinstance(sources, list) and all(isinstance(s, str) for s in sources)
        if not plain or any(re.search(r"[\s;,']", source) for source in sources):
            raise PolicyError(
                f"{where}, hosts: {directive} must be a list of addresses, such as https://example.org."
            )
    return dict(hosts)


def _build_cookie(entry: dict[str, Any], where: str) -> Cookie:
    where = f"{where}, cookie {entry.get('name', '?')}"
    _refuse_unknown(entry, {"name", "purpose", "duration"}, where)
    return Cookie(*(_text(entry, key, where) for key in ("name", "purpose", "duration")))


def _tables(entry: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = entry.get(key, [])
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        raise PolicyError(f"{key} must be a list of tables, each begun with [[{key}]].")
    return found


def _text(entry: dict[str, Any], key: str, where: str, default: str | None = None) -> str:
    value = entry.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise PolicyError(f"{where}: {key} is missing or not a text.")
    return value


def _address(entry: dict[str, Any], key: str, where: str) -> str:
    value = _text(entry, key, where, default="")
    if value and not value.startswith(("https://", "http://", "/")):
        raise PolicyError(f"{where}: {key} must be an address, such as https://example.org/script.js.")
    return value


def _flag(entry: dict[str, Any], key: str, where: str) -> bool:
    value = entry.get(key, False)
    if not isinstance(value, bool):
        raise PolicyError(f"{where}: {key} must be true or false.")
    return value


def _id(entry: dict[str, Any], where: str) -> str:
    value = _text(entry, "id", where)
    if not NAME.fullmatch(value):
        raise PolicyError(f"{where}: id must be small letters, digits and hyphens, and begin with a letter.")
    return value


def _refuse_unknown(entry: dict[str, Any], known: set[str] | frozenset[str], where: str) -> None:
    for key in entry:
        if key not in known:
            raise PolicyError(f"{where}: there is no key {key!r}; the keys are {', '.join(sorted(known))}.")


def _refuse_doubles(ids: list[str], kind: str) -> None:
    for id in ids:
        if ids.count(id) > 1:
            raise PolicyError(f"two entries are called {kind} {id!r}; each id is used once.")
