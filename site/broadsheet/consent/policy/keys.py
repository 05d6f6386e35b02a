"""Read single keys of the consent policy, and say what is wrong with one by its name."""

import re
from collections.abc import Collection
from typing import Any

Table = dict[str, Any]
NAME = re.compile(r"[a-z][a-z0-9-]*")


class PolicyError(Exception):
    """The policy is missing or wrong; the message names the key and says what to do."""


def read_text(table: Table, key: str, where: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise PolicyError(f"{where}: {key} is missing or not a text.")
    return value


def read_texts(table: Table, key: str, where: str) -> list[str]:
    """Return a list of texts; a text alone is a list of one."""
    value = table.get(key, [])
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise PolicyError(f"{where}: {key} must be a text or a list of texts.")
    return texts


def read_address(table: Table, key: str, where: str) -> str:
    value = read_text(table, key, where, default="")
    if value and not value.startswith(("https://", "http://", "/")):
        raise PolicyError(f"{where}: {key} must be an address, such as https://example.org/script.js.")
    return value


def read_flag(table: Table, key: str, where: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise PolicyError(f"{where}: {key} must be true or false.")
    return value


def read_days(table: Table, key: str, default: int, least: int, most: int) -> int:
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise PolicyError(f"{key} is {value!r}; it must be a whole number of days, from {least} to {most}.")
    return value


def read_one_of(table: Table, key: str, allowed: Collection[str], where: str, default: str) -> str:
    value = table.get(key, default)
    if value not in allowed:
        raise PolicyError(f"{where}: {key} is {value!r}; it must be one of {', '.join(allowed)}.")
    return str(value)


def read_id(table: Table, where: str) -> str:
    value = read_text(table, "id", where)
    if not NAME.fullmatch(value):
        raise PolicyError(f"{where}: id must be small letters, digits and hyphens, and begin with a letter.")
    return value


def read_table(table: Table, key: str, where: str) -> Table:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise PolicyError(f"{where}: {key} must be a table.")
    return value


def read_tables(table: Table, key: str) -> list[Table]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise PolicyError(f"{key} must be a list of tables, each begun with [[{key}]].")
    return found


def refuse_unknown(table: Table, known: Collection[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise PolicyError(f"{where}: there is no key {key!r}; the keys are {', '.join(sorted(known))}.")


def refuse_doubles(ids: list[str], kind: str) -> None:
    for id in ids:
        if ids.count(id) > 1:
            raise PolicyError(f"two entries are called {kind} {id!r}; each id is used once.")
