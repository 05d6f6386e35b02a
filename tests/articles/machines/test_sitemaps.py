from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.machines import addresses
from broadsheet.articles.machines.sitemaps import name_language
from broadsheet.articles.publishing import Report

Read = Callable[[FlaskClient, str, str], Any]
ROOT = "https://news.example.org"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def places(document: Any) -> dict[str, str]:
    """Return the addresses in a sitemap or an index, and when each changed."""
    return {
        child.findtext("s:loc", namespaces=NAMES): child.findtext("s:lastmod", namespaces=NAMES)
        for child in document
    }


def test_the_index_leads_to_every_public_page(town: FlaskClient, read_xml: Read) -> None:
    index = places(read_xml(town, "/sitemap.xml", "sitemap"))
    found: dict[str, str] = {}
    for place in index:
        found |= places(read_xml(town, place.removeprefix(ROOT), "sitemap"))
    assert found[f"{ROOT}/coast/ferry"] == "2021-11-03T11:00:00Z", "a correction is a change"
    assert found[f"{ROOT}/imprint"] == "2021-11-05T09:00:00Z"
    assert set(found) == {
        f"{ROOT}{path}"
        for path in (
            "/", "/coast/ferry", "/kuste/faehre", "/imprint", "/sections/coast", "/sections/kuste",
            "/authors/ada-reporter", "/authors/bo-ost", "/tags/ferry", "/tags/high-tide", "/archive", "/corrections",
        )
    }  # fmt: skip
    assert all(town.get(address.removeprefix(ROOT)).status_code == 200 for address in found)
    assert index[f"{ROOT}/sitemaps/1.xml"] == "2021-11-05T09:00:00Z"


def test_many_articles_stand_in_parts_that_keep_their_place(
    write_story: Callable[..., Path],
    publish: Callable[[], Report],
    client: FlaskClient,
    read_xml: Read,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(addresses, "PART_LENGTH", 2)
    for day in range(1, 6):
        write_story(f"s{day}", f"Story {day}", day=day)
    publish()
    index = places(read_xml(client, "/sitemap.xml", "sitemap"))
    assert [f"http://localhost/sitemaps/{n}.xml" in index for n in (1, 2, 3, 4)] == [True, True, True, False]
    first = places(read_xml(client, "/sitemaps/1.xml", "sitemap"))
    assert list(first) == ["http://localhost/coast/s1", "http://localhost/coast/s2"]
    assert index["http://localhost/sitemaps/1.xml"] == "2021-11-02T09:00:00Z"
    write_story("s6", "Story 6", day=6)
    publish()
    assert places(read_xml(client, "/sitemaps/1.xml", "sitemap")) == first
    for number in (0, 4, 50_001):
        assert client.get(f"/sitemaps/{number}.xml").status_code == 404


def test_the_news_are_those_of_two_days(
    app: Flask, content: Path, publish: Callable[[], Report], client: FlaskClient, read_xml: Read
) -> None:
    now = datetime.now(UTC)
    for name, hours, more in (
        ("new", 1, "language: pt-BR"),
        ("old", 49, ""),
        ("later", -5, ""),
        ("page", 1, "page: true"),
    ):
        published = (now - timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")
        (content / f"{name}.md").write_text(
            f"---\ntitle: The {name} & more\npublished: {published}\n{more}\n---\nText.\n"
        )
    assert publish().problems == []
    news = read_xml(client, "/sitemaps/news.xml", "sitemap")
    (item,) = news
    assert item.findtext("s:loc", namespaces=NAMES) == "http://localhost/news/new"
    assert item.findtext("news:news/news:title", namespaces=NAMES) == "The new & more"
    assert item.findtext("news:news/news:publication/news:language", namespaces=NAMES) == "pt"
    assert item.findtext("news:news/news:publication/news:name", namespaces=NAMES) == "Broadsheet"
    assert "http://localhost/sitemaps/news.xml" in places(read_xml(client, "/sitemap.xml", "sitemap"))


def test_an_index_names_no_empty_sitemap(client: FlaskClient, read_xml: Read) -> None:
    assert list(places(read_xml(client, "/sitemap.xml", "sitemap"))) == [
        "http://localhost/sitemaps/sections-1.xml"
    ]
    assert client.get("/sitemaps/news.xml").status_code == 200
    for name in ("1", "tags-1", "authors-1", "sections-2"):
        assert client.get(f"/sitemaps/{name}.xml").status_code == 404


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "en"),
        ("pt-BR", "pt"),
        ("zh", "zh-cn"),
        ("zh-Hans-CN", "zh-cn"),
        ("zh-TW", "zh-tw"),
        ("zh-Hant", "zh-tw"),
    ],
)
def test_a_language_is_named_as_news_sitemaps_want_it(tag: str, name: str) -> None:
    assert name_language(tag) == name


def test_an_unchanged_sitemap_is_not_sent_again(town: FlaskClient) -> None:
    for address in ("/sitemap.xml", "/sitemaps/1.xml"):
        seen = town.get(address)
        assert seen.mimetype == "application/xml"
        headers = {"If-None-Match": seen.headers["ETag"]}
        assert town.get(address, headers=headers).status_code == 304
