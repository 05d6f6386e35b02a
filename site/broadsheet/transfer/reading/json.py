"""JSON as a stream of entries, each small enough for memory."""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import Any

import ijson

from ..items import Unreadable
from .source import Source

DEEPEST = 200
STARTS, ENDS = frozenset({"start_map", "start_array"}), frozenset({"end_map", "end_array"})


def read_entries(source: Source, *paths: str) -> Iterator[tuple[str, Any]]:
    """Yield (path, entry) for all that stands at the paths, written as ijson does: `db.item.data.posts.item`.

    Numbers that are not whole are floats. The file is read once, so an entry is yielded when it has been read to its end; of
    two paths one must not lie in the other. Raise `Unreadable` for what is no JSON, or is cut off.
    """
    with source.open() as stream:
        find_path = lru_cache(10_000)(partial(_find_path, paths))  # The same prefixes come again and again.
        builders: dict[str, tuple[str, ijson.ObjectBuilder]] = {}
        try:
            events = ijson.basic_parse(stream, use_float=True, buf_size=1 << 16)
            for prefix, event, value in ijson.parse(_limit_depth(events, source)):
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


def _limit_depth(events: Iterable[tuple[str, Any]], source: Source) -> Iterator[tuple[str, Any]]:
    """Pass on what was read, before paths are made of it: those of a file of nothing but brackets would fill the memory."""
    depth = 0
    for pair in events:
        if pair[0] in STARTS:
            depth += 1
            if depth > DEEPEST:
                raise Unreadable(
                    f"{source.name} has lists or objects {DEEPEST} deep in each other, as no export has."
                )
        elif pair[0] in ENDS:
            depth -= 1
        yield pair


def _find_path(paths: tuple[str, ...], prefix: str) -> str | None:
    return next((path for path in paths if prefix == path or prefix.startswith(f"{path}.")), None)


def _first_line(error: Exception) -> str:
    text = error.args[0] if error.args else ""
    return (
        (text.decode(errors="replace") if isinstance(text, bytes) else str(text))
        .partition("\n")[0]
        .rstrip(".")
    )
