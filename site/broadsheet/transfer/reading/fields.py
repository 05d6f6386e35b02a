"""Fields of JSON or of a row, of which nothing is believed: neither that they are there, nor what they are."""

from collections.abc import Mapping
from typing import Any

from ..markup.escaping import drop_unseen


def read_text(entry: Any, *names: str, blanks: str | None = None) -> str:
    """Return the first of the fields that says something, without blanks around it; empty where there is none.

    In Markdown spaces at the beginning mean something: there `blanks` are only the ends of lines.
    """
    found = (entry.get(name) for name in names) if isinstance(entry, Mapping) else ()
    texts = (drop_unseen(value).strip(blanks) for value in found if isinstance(value, str))
    return next((text for text in texts if text.strip()), "")


def read_id(entry: Any, *names: str) -> str:
    """Do the same for what may be a whole number too."""
    found = (entry.get(name) for name in names) if isinstance(entry, Mapping) else ()
    for value in found:
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and drop_unseen(value).strip():
            return drop_unseen(value).strip()
    return ""


def is_true(entry: Any, name: str) -> bool:
    return isinstance(entry, Mapping) and entry.get(name) is True


def list_entries(entry: Any, name: str) -> list[Any]:
    """Return the entries of a list; none, where there is no list."""
    value = entry.get(name) if isinstance(entry, Mapping) else None
    return value if isinstance(value, list) else []
