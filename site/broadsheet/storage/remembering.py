"""What a process remembers of the database until it changes: values under keys."""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from flask import Flask, current_app
from sqlalchemy.orm import Session

from .lookout import lookout_of
from .sessions import moment_of_reading, reading

T = TypeVar("T")
MOST = 1_000  # values


class Known(NamedTuple):
    """A value, the moment of the lookout that it is from, and the names of what it was made of."""

    moment: int
    names: tuple[str, ...]
    value: Any


def init_app(app: Flask) -> None:
    app.extensions["broadsheet.storage.known"] = {}


def remembered(key: Hashable, names: tuple[str, ...], find: Callable[[Session], T]) -> T:
    """Return what `find` returned before, unless something of these names changed since; then it is asked anew.

    What it returns is shared by all requests, so nobody may change it.
    """
    values: dict[Hashable, Known] = current_app.extensions["broadsheet.storage.known"]
    moment = moment_of_reading()
    if moment is None:
        return find(reading())
    known = values.get(key)
    if known is None or lookout_of(current_app).changed_since(known.moment, names):
        if len(values) >= MOST:
            values.clear()
        known = values[key] = Known(moment, names, find(reading()))
    value: T = known.value
    return value
