"""The frame of a page is kept, and what changes more often than it is put in late."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report
from broadsheet.comments.models import APPROVED, HELD
from broadsheet.delivery.frames import late
from broadsheet.delivery.page_cache.middleware import PageCache

Write = Callable[..., int]
Count = Callable[[Flask, str], AbstractContextManager[list[str]]]


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(DEMO=True, COMMENTS_MODERATION="hold")


@pytest.fixture
def writer(app: Flask, story: str, make_reader: Callable[[Flask], FlaskClient]) -> FlaskClient:
    """A reader whose comment waits for a moderator."""
    return post(make_reader(app), story, "Mine, and it waits")


def post(reader: FlaskClient, story: str, words: str) -> FlaskClient:
    page = reader.get(story).text
    token = page.split('name="thread" value="')[1].split('"')[0]
    answer = reader.post("/comments", data={"thread": token, "text": words, "name": "Ada"})
    assert answer.status_code == 303, answer.text
    return reader


def test_a_comment_does_not_make_the_story_anew(
    app: Flask, count_rendered: Count, story: str, client: FlaskClient, write: Write
) -> None:
    client.get(story)
    with count_rendered(app, "articles/article.html") as stories:
        write(app, "Hello")
        page = client.get(story).text
    assert not stories
    assert page.count("Hello") == 2, "in the thread, and in what machines read"
    assert '"commentCount": 1' in page
    assert page.count(">1 comment<") == 2, "below the headline, and above the thread"


def test_who_wrote_is_given_the_frame_of_all_others(
    app: Flask, count_rendered: Count, story: str, client: FlaskClient, writer: FlaskClient
) -> None:
    client.get(story)
    with count_rendered(app, "articles/article.html") as stories:
        own = writer.get(story)
    assert not stories
    assert "Mine, and it waits" in own.text
    assert "Waiting for a moderator" in own.text
    assert own.headers["Cache-Control"] == "private, no-cache"


def test_what_waits_is_shown_to_its_writer_alone(
    story: str, app: Flask, writer: FlaskClient, write: Write
) -> None:
    """Whoever asks first, after each change."""
    for number, first_is_writer in enumerate((True, False, True)):
        write(app, f"Comment {number}")
        pages = {}
        for is_writer in (first_is_writer, not first_is_writer):
            pages[is_writer] = (writer if is_writer else app.test_client()).get(story).text
        assert "Mine, and it waits" in pages[True]
        assert "Mine, and it waits" not in pages[False]
        assert all(f"Comment {number}" in page for page in pages.values())


def test_a_choice_is_kept_in_the_pages_of_who_wrote(story: str, app: Flask, writer: FlaskClient) -> None:
    """Each is given a frame of those who chose the same, and no other."""
    others = app.test_client()
    others.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    for decision, loads in (("accept", True), ("refuse", False), ("accept", True), ("withdraw", False)):
        for person in (others, writer):
            person.post("/privacy/choices", data={"decision": decision})
            person.get("/privacy/choices")  # It is told once that the choice was stored.
            page = person.get(story)
            assert ("statistics.js" in page.text) is loads
            assert ("script-src 'self' http" in page.headers["Content-Security-Policy"]) is loads


def test_an_own_template_that_puts_nothing_in_late_gives_nothing_away(
    make_app: Callable[..., Flask],
    story: str,
    tmp_path: Path,
    make_reader: Callable[[Flask], FlaskClient],
    write: Write,
) -> None:
    """The thread is a part of its frame then, and the frame is no other's."""
    own = tmp_path / "own" / "articles"
    own.mkdir(parents=True)
    (own / "article.html").write_text(
        '{% extends "broadsheet/original/articles/article.html" %}'
        "{% block thread %}{{ comments.thread(article.id, title=article.title) }}{% endblock %}"
    )
    app = make_app(TEMPLATES=str(own.parent), COMMENTS_MODERATION="hold")
    writer = post(make_reader(app), story, "Mine, and it waits")
    for number in range(3):
        write(app, f"Comment {number}")
        assert "Mine, and it waits" in writer.get(story).text
        page = app.test_client().get(story).text
        assert f"Comment {number}" in page
        assert "Mine, and it waits" not in page


def test_a_correction_ends_the_frame(
    app: Flask,
    write: Write,
    story: str,
    client: FlaskClient,
    writer: FlaskClient,
    write_story: Callable[..., Path],
    publish: Callable[[], Report],
) -> None:
    client.get(story), writer.get(story)
    write(app, "Hello")
    assert "Hello" in client.get(story).text, "on a page of the same frame"
    write_story("ferry", "The ferry was late")
    publish()
    for person in (writer, client):
        assert "The ferry was late" in person.get(story).text


def test_a_page_ends_when_its_frame_does(app: Flask, story: str, client: FlaskClient, write: Write) -> None:
    ends = []
    for _ in range(2):
        client.get(story)
        cache: PageCache = app.extensions["broadsheet.page_cache"]
        ends += [
            (page.names, page.until < float("inf"))
            for key, page in cache.shelf.entries.items()
            if key[1:] == (story,)
        ]
        write(app, "Hello")
    assert ends == [({"articles", "related", "thread ferry"}, True)] * 2


def test_a_frame_says_again_what_its_parts_said(story: str, client: FlaskClient, writer: FlaskClient) -> None:
    first = client.get(story)
    own = writer.get(story)
    assert own.headers["Link"] == first.headers["Link"]


def test_the_readings_of_who_wrote_are_counted(
    app: Flask, story: str, client: FlaskClient, writer: FlaskClient
) -> None:
    browser = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)", "Accept": "text/html"}
    client.get(story, headers=browser, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    before = app.extensions["broadsheet.reads"].counted.total()
    writer.get(story, headers=browser, environ_base={"REMOTE_ADDR": "192.0.2.2"})
    assert app.extensions["broadsheet.reads"].counted.total() == before + 1


def test_frames_are_part_of_the_bounded_memory(app: Flask, story: str, client: FlaskClient) -> None:
    client.get(story)
    cache: PageCache = app.extensions["broadsheet.page_cache"]
    kinds = {key[0] for key in cache.shelf.entries}
    assert {"frame", "comments.list", "articles.data"} <= kinds
    assert cache.shelf.held == sum(item.size for item in cache.shelf.entries.values())


def test_moderation_shows_at_once_what_waited(
    app: Flask, story: str, client: FlaskClient, write: Write
) -> None:
    waits = write(app, "Look at me", status=HELD)
    assert "Look at me" not in client.get(story).text
    app.test_cli_runner().invoke(args=["comments", "approve", str(waits)])
    assert "Look at me" in client.get(story).text


def test_without_a_frame_nothing_is_late(app: Flask) -> None:
    with app.test_request_context():
        assert late(str.upper, "now") == "NOW"


def test_text_that_looks_like_a_mark_is_text(
    app: Flask, story: str, client: FlaskClient, write: Write
) -> None:
    write(app, "0123456789abcdef01234567-0-", status=APPROVED)
    assert "0123456789abcdef01234567-0-" in client.get(story).text
    assert "0123456789abcdef01234567-0-" in client.get(story).text
