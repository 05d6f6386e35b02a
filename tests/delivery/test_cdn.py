"""What a CDN is told of a page, and what browsers are not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from broadsheet.articles.publishing import Report
from broadsheet.delivery.cdn import name_key

Make = Callable[..., Flask]
OURS = {"Surrogate-Key", "Surrogate-Control", "Cache-Tag", "CDN-Cache-Control", "xkey"}


@pytest.mark.parametrize(
    ("cdn", "control", "keys", "joint"),
    [
        ("fastly", "Surrogate-Control", "Surrogate-Key", " "),
        ("cloudflare", "CDN-Cache-Control", "Cache-Tag", ","),
        ("varnish", "Surrogate-Control", "xkey", " "),
    ],
)
def test_a_page_says_how_long_and_by_which_keys(
    make_app: Make, story: str, cdn: str, control: str, keys: str, joint: str
) -> None:
    client = make_app(CDN=cdn, MOST_READ_HOURS=0).test_client()
    tag = client.get(story).headers["ETag"]
    for answer in (client.get(story), client.head(story), client.get(story, headers={"If-None-Match": tag})):
        assert answer.headers[control] == "max-age=86400"
        named = set(answer.headers[keys].split(joint))
        assert named == {"site", "articles", "related", name_key("thread ferry")}
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert OURS & set(dict(answer.headers)) == {control, keys}


def test_whoever_has_a_cookie_has_nothing_that_a_cdn_keeps(make_app: Make, story: str) -> None:
    client = make_app(CDN="fastly").test_client()
    client.get(story)
    client.set_cookie("any", "thing")
    assert OURS.isdisjoint(dict(client.get(story).headers))


def test_whoever_sends_a_signal_or_a_region_has_nothing_that_a_cdn_keeps(in_mode: Make, story: str) -> None:
    """A CDN that does not heed `Vary` would give a page on which all may load to a reader who must be asked first."""
    regions = 'region_headers = ["CF-IPCountry"]\nregions = {US = "opt-out", DE = "opt-in"}'
    client = in_mode("opt-in", regions, CDN="cloudflare", TRUSTED_PROXIES=1).test_client()
    for headers in ({"Sec-GPC": "1"}, {"CF-IPCountry": "US"}, {"CF-IPCountry": "DE"}):
        for _ in range(2):
            assert OURS.isdisjoint(dict(client.get(story, headers=headers).headers))
    assert "Cache-Tag" in client.get(story).headers


def test_without_a_cdn_nothing_is_said(make_app: Make, story: str) -> None:
    assert OURS.isdisjoint(dict(make_app().test_client().get(story).headers))


def test_what_is_not_kept_is_not_for_a_cdn(make_app: Make, story: str) -> None:
    client = make_app(CDN="fastly").test_client()
    for path in ("/privacy/choices", "/no/such/story", "/healthz"):
        assert OURS.isdisjoint(dict(client.get(path).headers))


def test_no_cdn_keeps_a_page_for_longer_than_it_holds(
    make_app: Make, write_story: Callable[..., Path], publish: Callable[[], Report]
) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=100)
    file = write_story("ferry", "The ferry is late")
    file.write_text(file.read_text().replace("2021-11-01 09:00", soon.strftime("%Y-%m-%d %H:%M:%S")))
    publish()
    client = make_app(CDN="fastly", MOST_READ_HOURS=0).test_client()
    assert 0 < int(client.get("/").headers["Surrogate-Control"].removeprefix("max-age=")) <= 100


def test_a_key_is_short_and_plain_whatever_the_thread_is_called() -> None:
    keys = {name_key(f"thread {key}") for key in ("a", "a b", "日本, 語" * 100, "é\n")}
    assert len(keys) == 4
    assert all(key.isascii() and len(key) < 40 and " " not in key and "," not in key for key in keys)
