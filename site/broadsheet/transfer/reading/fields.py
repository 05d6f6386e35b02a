"""Values of an entry of JSON, of which none need be what its name promises."""

import re
from typing import Any

UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # Neither UTF-8 nor a database can hold these.


def said(entry: Any, key: str) -> str:
    """Return the text of a field, stripped; a whole number as text; empty for anything else."""
    value = entry.get(key) if isinstance(entry, dict) else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 1 << 63 else ""
    return clean_text(value) if isinstance(value, str) else ""


def said_all(entry: Any, key: str) -> list[str]:
    """Return the texts of a list, without those that are empty."""
    texts = [clean_text(value) for value in listed(entry, key) if isinstance(value, str)]
    return [text for text in texts if text]


def clean_text(text: str) -> str:
    return UNSTORABLE.sub("", text).strip()


def listed(entry: Any, key: str) -> list[Any]:
    """Return the list in a field; empty for anything else."""
    value = entry.get(key) if isinstance(entry, dict) else None
    return value if isinstance(value, list) else []


def said_yes(entry: Any, key: str) -> bool:
    """Return whether a field is true, as JSON or the columns of a database have it."""
    return isinstance(entry, dict) and entry.get(key) in (True, "1", "true")
