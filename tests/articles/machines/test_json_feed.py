from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

# What https://www.jsonfeed.org/version/1.1/ knows, and what each must be.
FEED: dict[str, Any] = {
    "version": str,
    "title": str,
    "description": str,
    "home_page_url": str,
    "feed_url": str,
}
FEED |= {"language": str, "items": list}
ITEM: dict[str, Any] = {
    "id": str,
    "url": str,
    "title": str,
    "summary": str,
    "content_text": str,
    "content_html": str,
}
ITEM |= {
    "image": str,
    "date_published": str,
    "date_modified": str,
    "authors": list,
    "tags": list,
    "language": str,
}


def check_feed(feed: dict[str, Any]) -> None:
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    for thing, known in ((feed, FEED), *((item, ITEM) for item in feed["items"])):
        for name, value in thing.items():
            assert isinstance(value, known[name]) and value != [], name
    for item in feed["items"]:
        assert item["id"] and ("content_text" in item or "content_html" in item)
        assert all(author.keys() <= {"name", "url"} for author in item.get("authors", []))
        assert all(isinstance(tag, str) for tag in item.get("tags", []))


def test_the_feed_lists_the_articles(client: FlaskClient, story: str) -> None:
    response = client.get("/feed.json")
    assert response.mimetype == "application/feed+json"
    feed = response.json
    assert feed
    check_feed(feed)
    assert feed["items"] == [
        {
            "id": f"http://localhost{story}",
            "url": f"http://localhost{story}",
            "title": "The ferry is late",
            "summary": "What happened, in a sentence.",
            "content_text": "The harbour is calm.",
            "content_html": "<p>The harbour is calm.</p>\n",
            "date_published": "2021-11-01T09:00:00Z",
            "authors": [{"name": "Ada Reporter", "url": "http://localhost/authors/ada-reporter"}],
            "tags": ["harbour"],
        }
    ]


def test_every_json_feed_follows_the_standard(town: FlaskClient) -> None:
    for place in ("", "/sections/coast", "/authors/bo-ost", "/tags/ferry"):
        feed = town.get(f"{place}/feed.json").json
        assert feed
        check_feed(feed)
        assert feed["feed_url"] == f"https://news.example.org{place}/feed.json"
        assert feed["home_page_url"] == f"https://news.example.org{place or '/'}"
    assert feed["items"][0]["date_modified"] == "2021-11-03T11:00:00Z"


def test_the_feed_speaks_of_the_public_address(make_app: Callable[..., Flask], content: Path) -> None:
    feed = make_app(ADDRESS="https://news.example.org").test_client().get("/feed.json").json
    assert feed["home_page_url"] == "https://news.example.org/"
