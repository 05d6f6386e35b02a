from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient


def test_the_feed_lists_the_articles(client: FlaskClient, story: str) -> None:
    response = client.get("/feed.json")
    assert response.mimetype == "application/feed+json"
    feed = response.json
    assert feed
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"] == [
        {
            "id": f"http://localhost{story}",
            "url": f"http://localhost{story}",
            "title": "The ferry is late",
            "summary": "What happened, in a sentence.",
            "content_text": "The harbour is calm.",
            "date_published": "2021-11-01T09:00:00Z",
            "authors": [{"name": "Ada Reporter", "url": "http://localhost/authors/ada-reporter"}],
            "tags": ["harbour"],
        }
    ]


def test_the_feed_speaks_of_the_public_address(make_app: Callable[..., Flask], content: Path) -> None:
    feed = make_app(ADDRESS="https://news.example.org").test_client().get("/feed.json").json
    assert feed["home_page_url"] == "https://news.example.org/"
