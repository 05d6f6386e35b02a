from collections.abc import Callable
from urllib.robotparser import RobotFileParser

from flask import Flask
from flask.testing import FlaskClient


def test_crawlers_may_read_what_is_for_reading(town: FlaskClient) -> None:
    response = town.get("/robots.txt")
    assert response.mimetype == "text/plain"
    robots = RobotFileParser()
    robots.parse(response.text.splitlines())
    for path in (
        "/",
        "/coast/ferry",
        "/feed.atom",
        "/comments/feed.atom",
        "/privacy",
        "/assets/site.css",
    ):
        assert robots.can_fetch("Anybot", f"https://news.example.org{path}"), path
    for path in ("/comments/5", "/comments/5/edit", "/desk/", "/privacy/choices"):
        assert not robots.can_fetch("Anybot", f"https://news.example.org{path}"), path
    assert robots.site_maps() == ["https://news.example.org/sitemap.xml"]
    # The parser above knows no `$` (RFC 9309, 2.2.3), without which a story at /search-and-rescue would be kept away too.
    assert "Disallow: /search$\nDisallow: /search?\n" in response.text


def test_the_newsroom_adds_lines_of_its_own(make_app: Callable[..., Flask]) -> None:
    text = make_app(ROBOTS_EXTRA="User-agent: Greedybot\nDisallow: /").test_client().get("/robots.txt").text
    robots = RobotFileParser()
    robots.parse(text.splitlines())
    assert not robots.can_fetch("Greedybot", "http://localhost/")
    assert robots.can_fetch("Anybot", "http://localhost/")
