"""A page is made once and then served as bytes, with all that belongs to it."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.delivery.page_cache.middleware import PageCache
from broadsheet.delivery.security_headers import ALWAYS

Count = Callable[[Flask], Any]
People = Callable[[], FlaskClient]


def test_a_page_is_made_once(app: Flask, story: str, someone: People, count_made: Count) -> None:
    with count_made(app) as made:
        pages = {someone().get(story).data for _ in range(3)}
    assert len(made) == 1
    assert len(pages) == 1


def test_without_memory_each_page_is_made(
    make_app: Callable[..., Flask], story: str, count_made: Count
) -> None:
    app = make_app(PAGE_CACHE_MB=0)
    with count_made(app) as made:
        for _ in range(2):
            assert app.test_client().get(story).status_code == 200
    assert len(made) == 2


@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("", None)]
)
def test_it_travels_in_the_coding_that_the_browser_takes(
    story: str, someone: People, accepted: str, coding: str | None
) -> None:
    plain = someone().get(story).data
    for _ in range(2):
        response = someone().get(story, headers={"Accept-Encoding": accepted})
        assert response.headers.get("Content-Encoding") == coding
        assert int(response.headers["Content-Length"]) == len(response.data)
        unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](response.data)
        assert unpacked == plain


def test_a_kept_page_comes_back_in_every_coding(app: Flask, story: str, someone: People) -> None:
    """Only what was asked for is in memory; another coding is made of it."""
    first = brotli.decompress(someone().get(story, headers={"Accept-Encoding": "br"}).data)
    (entry,) = [entry for key, entry in find_cache(app).shelf.entries.items() if key[1:] == (story,)]
    assert entry.plain == b""
    assert len(entry.answers["br"].body[0]) < entry.size < len(first)
    assert gzip.decompress(someone().get(story, headers={"Accept-Encoding": "gzip"}).data) == first
    assert someone().get(story).data == first


def test_a_kept_page_has_every_header_of_one_just_made(
    make_app: Callable[..., Flask], story: str, client: FlaskClient
) -> None:
    made = make_app(PAGE_CACHE_MB=0, COMMENTS_MODERATION="show", DEMO=True).test_client().get(story)
    client.get(story)
    kept = client.get(story)
    ours = {"ETag", "Vary"}
    assert {name: value for name, value in kept.headers if name not in ours} == dict(made.headers)
    assert ALWAYS.items() <= dict(kept.headers).items()
    assert kept.headers["Vary"] == "Accept-Encoding, Accept-Language, Cookie, Sec-GPC"
    assert len(kept.headers.getlist("Content-Length")) == 1


def test_who_has_it_already_is_sent_no_body(story: str, client: FlaskClient) -> None:
    tag = client.get(story).headers["ETag"]
    for said in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        response = client.get(story, headers={"If-None-Match": said})
        assert (response.status_code, response.data) == (304, b"")
        assert response.headers["ETag"] == tag
        names = dict(response.headers).keys()
        assert names.isdisjoint({"Content-Length", "Content-Type", "Content-Encoding"})
        assert names >= {"Cache-Control", "Vary", "Content-Security-Policy"}
    assert client.get(story, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_changed_page_has_another_tag(
    app: Flask, story: str, client: FlaskClient, write: Callable[..., int]
) -> None:
    tag = client.get(story).headers["ETag"]
    write(app, "Hello")
    response = client.get(story, headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert "Hello" in response.text


def test_two_nodes_give_the_same_page_the_same_tag(make_app: Callable[..., Flask], story: str) -> None:
    tags = {
        make_app().test_client().get(story, base_url="https://news.example.org").headers["ETag"]
        for _ in range(2)
    }
    assert len(tags) == 1


def test_a_page_signed_with_another_key_has_another_tag(
    make_app: Callable[..., Flask], story: str, tmp_path: Path
) -> None:
    """Or browsers would keep a form whose token nobody accepts any more, for as long as nothing changes."""
    file, tags = tmp_path / "keys", []
    for keys in ("a" * 40, f"{'b' * 40}\n{'a' * 40}"):
        file.write_text(keys)
        client = make_app(SECRETS_FILE=file).test_client()
        tags += [client.get(story).headers["ETag"] for _ in range(2)]
    assert tags[0] == tags[1] != tags[2] == tags[3]


def test_head_is_answered_like_get_without_a_body(story: str, client: FlaskClient) -> None:
    page = client.get(story)
    response = client.head(story)
    assert response.data == b""
    assert dict(response.headers) == dict(page.headers)


def test_a_feed_is_kept_for_everyone(app: Flask, story: str, someone: People, reader: FlaskClient) -> None:
    assert reader.post("/privacy/choices", data={"decision": "accept"}).status_code == 303
    first = someone().get("/feed.json")
    kept = reader.get("/feed.json", headers={"Accept-Language": "de"})
    assert kept.data == first.data
    assert kept.headers["Vary"] == "Accept-Encoding"
    date = kept.headers["Last-Modified"]
    assert reader.get("/feed.json", headers={"If-Modified-Since": date}).status_code == 304


def test_what_campaigns_append_makes_no_page_of_its_own(
    app: Flask, story: str, client: FlaskClient, count_made: Count
) -> None:
    with count_made(app) as made:
        plain = client.get(story)
        for query in ("utm_source=letter&utm_medium=mail", "fbclid=IwAR0", "gclid=1&mc_eid=2"):
            assert client.get(f"{story}?{query}").data == plain.data
    assert len(made) == 1


def test_a_page_for_a_parameter_that_nobody_knows_is_not_kept(
    app: Flask, story: str, client: FlaskClient, count_made: Count
) -> None:
    with count_made(app) as made:
        for _ in range(2):
            page = client.get(f"{story}?a=1&utm_source=letter")
            assert page.status_code == 200
    assert len(made) == 2
    assert "utm_source" not in page.text


def test_parts_of_a_thread_are_pages_of_their_own(
    app: Flask, story: str, client: FlaskClient, write: Callable[..., int]
) -> None:
    id = write(app, "Hello")
    pages = [
        client.get(f"{story}?{query}").text for query in ("", f"reply-to={id}", "comments-order=newest", "")
    ]
    assert "Reply to Ada" in pages[1]
    assert pages[0] == pages[3] != pages[2]


def test_no_page_is_kept_for_a_host_and_served_under_another(story: str, client: FlaskClient) -> None:
    for host in ("http://one.example.org", "http://two.example.org", "https://one.example.org"):
        for _ in range(2):
            page = client.get(story, base_url=host)
            assert f'<link rel="canonical" href="{host}{story}">' in page.text
            assert ("Strict-Transport-Security" in page.headers) == host.startswith("https")


def test_errors_and_posts_are_never_kept(app: Flask, client: FlaskClient) -> None:
    for _ in range(2):
        assert client.get("/no/such/story").status_code == 404
        assert "ETag" not in client.post("/comments").headers
    for path in ("/no/such/story", "/privacy/choices", "/healthz"):
        assert "ETag" not in client.get(path).headers


def test_a_feed_is_kept_though_all_who_ask_have_it(make_app: Callable[..., Flask], story: str) -> None:
    date = make_app().test_client().get("/feed.json").headers["Last-Modified"]
    client = make_app().test_client()
    answers = [client.get("/feed.json", headers={"If-Modified-Since": date}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [304, 304]
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]
    assert answers[0].headers["ETag"].startswith("W/")


def find_cache(app: Flask) -> PageCache:
    cache: PageCache = app.extensions["broadsheet.page_cache"]
    return cache
