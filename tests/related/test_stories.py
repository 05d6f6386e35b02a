from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import event

from broadsheet.related.stories import find_stories
from broadsheet.storage import engine_of, reading

LATER = datetime(2999, 1, 1, tzinfo=UTC)
NEWEST = datetime(2025, 1, 1, tzinfo=UTC)


def related_to(id: str, limit: int = 4) -> list[str]:
    return [story.id for story in find_stories(reading(), id, limit)[0]]


def latest_beside(id: str, limit: int = 4) -> list[str]:
    return [story.id for story in find_stories(reading(), id, limit)[1]]


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(engine_of(app), "before_cursor_execute", note)
    yield statements
    event.remove(engine_of(app), "before_cursor_execute", note)


def test_stories_come_by_rank_and_no_more_than_asked(put: Callable[..., None]) -> None:
    put("a", others=("d", "b", "c"))
    for id in "bcd":
        put(id)
    assert related_to("a") == ["d", "b", "c"]
    assert related_to("a", limit=2) == ["d", "b"]


def test_pinned_stories_come_first_in_the_editors_order(put: Callable[..., None]) -> None:
    put("a", others=("b", "c"), pinned=["e", "c", "a", "missing"])
    for id in "bcde":
        put(id)
    assert related_to("a") == ["e", "c", "b"]


@pytest.mark.parametrize("hiding", ["a", "b"])
def test_a_hidden_pair_is_shown_by_neither(put: Callable[..., None], hiding: str) -> None:
    hidden = {"a": "b", "b": "a"}
    for id, other in hidden.items():
        put(id, others=(other,), unrelated=[other] if id == hiding else [], pinned=[other])
    for id, other in hidden.items():
        assert other not in related_to(id) + latest_beside(id)


def test_what_is_not_public_is_not_shown_even_if_pinned(put: Callable[..., None]) -> None:
    put("a", others=("later", "b"), pinned=["later"])
    put("later", published=LATER)
    put("b")
    assert related_to("a") == ["b"]
    assert latest_beside("a") == []


def test_copies_are_left_out_of_related_and_latest(put: Callable[..., None]) -> None:
    put("a", others=("a2", "b", "b2", "c"), copies=("a2",))
    put("a2", copies=("a",), published=NEWEST)
    put("b", copies=("b2",))
    put("b2", copies=("b",), published=NEWEST)
    put("c")
    put("d", copies=("d2",))
    put("d2", copies=("d",))
    assert related_to("a") == ["b", "c"]
    assert latest_beside("a") == ["d"]


def test_a_pinned_copy_stands_and_others_like_it_do_not(put: Callable[..., None]) -> None:
    put("a", others=("b", "b2"), copies=("a2",), pinned=["a2", "b2"])
    put("a2", copies=("a",))
    put("b", copies=("b2",))
    put("b2", copies=("b",))
    assert related_to("a") == ["a2", "b2"]


def test_one_that_is_gone_leaves_no_gap(put: Callable[..., None]) -> None:
    put("a", others=("gone", "b"))
    put("b")
    assert related_to("a") == ["b"]


def test_the_latest_fill_in_only_where_few_are_alike(put: Callable[..., None]) -> None:
    put("few", others=("b",))
    put("enough", others=("b", "c", "d"))
    for id in "bcd":
        put(id)
    put("new", published=NEWEST)
    assert latest_beside("enough") == []
    assert latest_beside("few") == ["new", "c", "d"]
    assert latest_beside("unknown", limit=1) == ["new"]


def test_a_list_takes_two_queries(put: Callable[..., None], bare_app: Flask) -> None:
    put("a", others=("b", "c", "d"), pinned=["e"])
    for id in "bcde":
        put(id, copies=("x",))
    put("fresh")
    session = reading()  # On PostgreSQL it asks what changed, once for a page.
    for id, most in (("a", 2), ("fresh", 2), ("unknown", 2), ("e", 2)):
        with counting(bare_app) as statements:
            find_stories(session, id, 4)
        assert len([s for s in statements if s.startswith("SELECT")]) == most, id


@pytest.mark.parametrize("knows", ["b", "c"])
def test_of_two_copies_one_is_shown_whichever_knows_of_the_other(
    put: Callable[..., None], knows: str
) -> None:
    put("a", others=("b", "c"))
    for id, other in (("b", "c"), ("c", "b")):
        put(id, copies=(other,) if id == knows else ())
    assert related_to("a") == ["b"]
    assert "c" not in latest_beside("a")


def test_a_list_goes_on_where_its_best_are_left_out(put: Callable[..., None]) -> None:
    """Only the first of a list are read at once."""
    ids = [f"story-{number:02}" for number in range(20)]
    put("a", others=tuple(ids), unrelated=ids[:15])
    for id in ids:
        put(id)
    assert related_to("a") == ids[15:19]


def test_an_editor_may_pin_any_number(put: Callable[..., None]) -> None:
    put("a", pinned=[f"gone-{number}" for number in range(300_000)])
    put("b")
    assert related_to("a") == []
    assert latest_beside("a") == ["b"]
