"""Nothing in a file is believed: each value of a good export in turn is replaced by others."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from broadsheet.transfer.items import Item, Unreadable
from broadsheet.transfer.reading.ghost import read
from broadsheet.transfer.reading.source import Source

Export = Callable[[str], Source]
Written = Callable[[str | bytes], Source]
INFINITE = "a number without end"
ODD = [None, 1, -1, True, INFINITE, [], {}, "", "a\x00b", "\ud800", [[{}]], {"a": {"id": [1]}}]


@pytest.fixture(scope="module")
def small() -> dict[str, Any]:
    """Return an export with one row in each table."""
    rows = {
        "posts": {
            "id": "p", "title": "The ferry", "slug": "ferry", "status": "published", "visibility": "public", "type": "post",
            "html": "<p>Late</p>", "lexical": "{}", "mobiledoc": "{}", "plaintext": "Late", "published_at": "2023-01-05",
            "updated_at": 1672909200000, "feature_image": "/a.jpg", "canonical_url": "https://a.example/",
            "custom_excerpt": "Again", "codeinjection_head": "x", "author_id": "u", "page": 0, "uuid": "q",
        },
        "tags": {"id": "t", "name": "Harbour", "slug": "harbour", "visibility": "public"},
        "users": {"id": "u", "name": "Ada", "slug": "ada"},
        "posts_tags": {"post_id": "p", "tag_id": "t", "sort_order": 0},
        "posts_authors": {"post_id": "p", "author_id": "u", "sort_order": 0},
        "posts_meta": {"post_id": "p", "feature_image_alt": "Alt", "feature_image_caption": "<b>C</b>", "email_only": 0},
        "settings": {"key": "permalinks", "value": "/:year/:slug/"},
        "members": {"id": "m", "name": "Tom", "email": "tom@example.org"},
        "comments": {
            "id": "c", "post_id": "p", "member_id": "m", "parent_id": None, "status": "published", "html": "<p>Hm</p>",
            "created_at": "2023-01-05", "edited_at": None, "in_reply_to_id": None,
        },
    }  # fmt: skip
    return {"db": [{"meta": {"version": "5.0.0"}, "data": {name: [row] for name, row in rows.items()}}]}


def walk(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each value below a value."""
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        yield (*path, key)
        yield from walk(inner, (*path, key))


def replace(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    changed = copy.deepcopy(value)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    return changed


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_an_odd_value_anywhere_gives_items_or_a_sentence(written: Written, small: Any, odd: Any) -> None:
    for path in walk(small):
        content = json.dumps(replace(small, path, odd)).replace(f'"{INFINITE}"', "1e400")
        items: list[Item] = []
        try:
            items += read(written(content))
        except Unreadable as refused:
            assert str(refused).endswith(".")
        for item in items:
            assert "\\x00" not in repr(item)  # No database holds it.


def test_an_odd_value_in_one_post_stops_no_other(written: Written, small: Any) -> None:
    posts = small["db"][0]["data"]["posts"]
    other = posts[0] | {"id": "other", "slug": "other"}
    for path in walk(posts[0]):
        for odd in (None, 1, [], {}, [[{}]]):
            content = replace(small, ("db", 0, "data", "posts"), [replace(posts[0], path, odd), other])
            found = read(written(json.dumps(content)))
            assert any(getattr(item, "id", "") == "other" for item in found), (path, odd)
