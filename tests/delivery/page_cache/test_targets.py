"""Two addresses have one page in memory only where they mean the same."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.delivery.page_cache.middleware import PageCache
from broadsheet.delivery.page_cache.targets import order_query

KNOWN = frozenset({"page", "order"})


def test_a_question_mark_in_a_path_begins_no_query(app: Flask, story: str, client: FlaskClient) -> None:
    assert client.get(f"{story}?comments-order=newest").status_code == 200
    assert client.get(f"{story}%3Fcomments-order=newest").status_code == 404


@pytest.mark.parametrize(
    ("one", "other"), [("page=%FE", "page=%FF"), ("page=%C3%A9", "page=%C3%83%C2%A9"), ("page=1", "page=01")]
)
def test_other_values_are_other_pages(one: str, other: str) -> None:
    assert order_query(one, KNOWN) != order_query(other, KNOWN) != None  # noqa: E711


def test_values_as_the_server_gives_them_are_told_apart() -> None:
    """Bytes that a browser did not encode come as Latin-1 (PEP 3333)."""
    assert order_query("page=Ã©", KNOWN) != order_query("page=%C3%83%C2%A9", KNOWN)


def test_the_order_of_parameters_makes_no_difference() -> None:
    assert order_query("page=1&order=2", KNOWN) == order_query("order=2&page=1", KNOWN)


@pytest.mark.parametrize("query", ["page=1&page=2", "other=1", "page=1&other", "page=" + "x" * 500])
def test_what_nobody_knows_is_not_kept(query: str) -> None:
    assert order_query(query, KNOWN) is None


def test_asking_for_the_head_of_a_page_does_not_say_that_it_cannot_be_kept(
    app: Flask, story: str, client: FlaskClient
) -> None:
    cache: PageCache = app.extensions["broadsheet.page_cache"]
    assert client.head(story).status_code == 200
    assert not cache.unkept
