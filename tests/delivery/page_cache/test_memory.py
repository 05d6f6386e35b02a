"""Nothing that somebody sends fills the memory, however much of it there is."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.consent.choice import COOKIE
from broadsheet.delivery.hosts import can_exist
from broadsheet.delivery.page_cache.middleware import PageCache
from broadsheet.delivery.page_cache.targets import drop_campaigns

LONG = 30_000  # characters


@pytest.fixture
def cache(app: Flask) -> PageCache:
    found: PageCache = app.extensions["broadsheet.page_cache"]
    return found


def test_long_addresses_are_not_remembered(client: FlaskClient, cache: PageCache) -> None:
    before = drop_campaigns.cache_info().currsize
    assert client.get("/" + "x" * LONG).status_code == 404
    assert client.get("/?a=" + "x" * LONG).status_code == 200
    assert client.get("/?utm_source=" + "x" * LONG).status_code == 200
    assert sum(map(len, cache.unkept)) < LONG
    assert drop_campaigns.cache_info().currsize == before


def test_what_long_headers_say_is_not_remembered(
    story: str, app: Flask, client: FlaskClient, cache: PageCache
) -> None:
    opened = app.extensions[f"broadsheet.{COOKIE}"].cache_info
    headers = {"User-Agent": "x" * LONG, "Accept": "x" * LONG, "Cookie": f"{COOKIE}={'x' * LONG}"}
    for _ in range(2):
        assert client.get(story, headers=headers).status_code == 200
    assert opened().currsize == 0
    cache.seen.gather()
    assert sum(len(part) for shown in cache.seen.waiting for part in shown[1:]) < LONG


def test_no_host_has_a_name_of_many_thousand_letters(
    client: FlaskClient, cache: PageCache, story: str
) -> None:
    host = "a." * (LONG // 2) + "org"
    assert not can_exist(host)
    assert can_exist("a." * 125 + "org:8000")
    assert client.get(story, headers={"Host": host}).status_code == 400
    assert not cache.readers.variants


def test_a_flood_of_readers_leaves_no_more_than_so_many(
    app: Flask, story: str, cache: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.delivery.page_cache.readers.MOST", 40)
    get: Callable[..., object] = app.test_client().get
    for number in range(100):
        headers = {
            "Host": f"host-{number}.example.org",
            "Accept-Language": f"x-{number}",
            "Cookie": f"a={number}",
        }
        get(story, headers=headers)
    assert len(cache.readers.known) <= 40
    assert len(cache.readers.variants) <= 40


def test_no_number_of_an_old_site_is_remembered(
    client: FlaskClient, cache: PageCache, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.delivery.page_cache.middleware.MOST_UNKEPT", 40)
    assert client.get("/").status_code == 200
    before = set(cache.shelf.entries)
    for number in range(50):
        assert client.get(f"/?p={number}").status_code == 200
        assert client.get(f"/?page_id={number}&utm_source={number}").status_code == 200
        assert client.get(f"/{number}/").status_code == 404
    assert set(cache.shelf.entries) == before
    assert len(cache.unkept) <= 40
