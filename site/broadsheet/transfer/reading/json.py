"""JSON as a stream of entries, each small enough for memory."""

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

import ijson

from ..items import Unreadable
from .source import Source

LONGEST_PATH = 20_000  # characters


def read_entries(source: Source, *paths: str) -> Iterator[tuple[str, Any]]:
    """Yield (path, entry) for all that stands at the paths, written as ijson does: `db.item.data.posts.item`.

    Numbers that are not whole are floats. The file is read once, so an entry is yielded when it has been read to its end; of
    two paths one must not lie in the other. Raise `Unreadable` for what is no JSON, or is cut off.
    """
    with source.open() as stream:
        find_path = lru_cache(1_000)(partial(_find_path, paths))  # The same prefixes come again and again.
        builders: dict[str, tuple[str, ijson.ObjectBuilder]] = {}
        try:
            for prefix, event, value in ijson.parse(stream, use_float=True, buf_size=1 << 16):
                if len(prefix) > LONGEST_PATH:
                    raise Unreadable(f"{source.name} is nested beyond all measure, as no export is.")
                path = find_path(prefix)
                if path is None:
                    continue
                if path not in builders:
                    builders[path] = (event, ijson.ObjectBuilder())
                builders[path][1].event(event, value)
                is_whole = prefix == path and event not in {"start_map", "start_array", "map_key"}
                if is_whole:
                    yield path, builders.pop(path)[1].value
        except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
            raise Unreadable(
                f"{source.name} is no whole JSON file ({_first_line(error)}), as when it was cut off. Export it again."
            ) from error


def _find_path(paths: tuple[str, ...], prefix: str) -> str | None:
    return next((path for path in paths if prefix == path or prefix.startswith(f"{path}.")), None)


def _first_line(error: Exception) -> str:
    text = error.args[0] if error.args else ""
    return (
        (text.decode(errors="replace") if isinstance(text, bytes) else str(text))
        .partition("\n")[0]
        .rstrip(".")
    )
