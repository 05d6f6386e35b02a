"""The feeds, read as a feed reader reads them."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.publishing import publish_folder
from broadsheet.comments.models import HELD

ATOM = "{http://www.w3.org/2005/Atom}"
Newsroom, Write = Callable[..., Flask], Callable[..., int]


def read(client: FlaskClient, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (200, "application/atom+xml")
    return ElementTree.fromstring(response.data)  # noqa: S314 -- our own


def titles(feed: ElementTree.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def test_a_thread_has_a_feed_and_the_site_has_one(newsroom: Newsroom, write: Write) -> None:
    app = newsroom(ADDRESS="https://news.example.org")
    write(app, "First.")
    write(app, "Second.", parent=1, name="Bo")
    write(app, "Waits.", status=HELD)
    client = app.test_client()
    for address in ("/comments/feed.atom", "/comments/feed.atom?thread=ferry"):
        feed = read(client, address)
        assert titles(feed) == ["Bo on “The ferry is late”", "Ada on “The ferry is late”"]
        entry = next(feed.iter(f"{ATOM}entry"))
        assert entry.findtext(f"{ATOM}id") == "https://news.example.org/comments/2"
        assert entry.findtext(f"{ATOM}content") == "<p>Second.</p>\n"
        assert feed.findtext(f"{ATOM}id") == f"https://news.example.org{address}"
    assert "/comments/feed.atom?thread=ferry" in client.get("/coast/ferry").text


def test_what_readers_write_stays_text_in_a_feed(newsroom: Newsroom, write: Write) -> None:
    app = newsroom()
    write(app, "</content><script>alert(1)</script> & \ufffe\uffff ]]>", name="<b>Ada</b> \uffff")
    (entry,) = read(app.test_client(), "/comments/feed.atom").iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "<b>Ada</b> \ufffd on “The ferry is late”"
    content = entry.findtext(f"{ATOM}content") or ""
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert "<script" not in content


def test_an_unchanged_feed_is_not_sent_again(newsroom: Newsroom, write: Write) -> None:
    app = newsroom()
    write(app, "First.")
    client = app.test_client()
    seen = client.get("/comments/feed.atom").headers["ETag"]
    assert client.get("/comments/feed.atom", headers={"If-None-Match": seen}).status_code == 304
    write(app, "Second.")
    assert client.get("/comments/feed.atom", headers={"If-None-Match": seen}).status_code == 200


def test_an_empty_site_has_an_empty_feed_and_an_unknown_thread_none(newsroom: Newsroom) -> None:
    client = newsroom().test_client()
    assert titles(read(client, "/comments/feed.atom")) == []
    assert titles(read(client, "/comments/feed.atom?thread=ferry")) == []
    assert client.get("/comments/feed.atom?thread=nothing").status_code == 404
    assert client.get("/comments/feed.atom?thread=%00").status_code in {200, 404}


def test_the_comments_of_a_story_that_is_gone_are_in_no_feed(
    newsroom: Newsroom, write: Write, write_story: Callable[..., Path]
) -> None:
    app = newsroom()
    write(app, "First.")
    write_story("ferry", "").unlink()
    with app.app_context():
        publish_folder()
    client = app.test_client()
    assert titles(read(client, "/comments/feed.atom")) == []
    assert client.get("/comments/feed.atom?thread=ferry").status_code == 404
    assert client.get("/comments/1").status_code == 404
