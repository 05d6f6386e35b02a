from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from broadsheet.articles.models import Article
from broadsheet.articles.publishing import publish_folder
from broadsheet.comments.models import Comment
from broadsheet.demo import let_read, open_demo
from broadsheet.storage import reading


@pytest.fixture
def demo(app: Flask) -> Flask:
    with app.app_context():
        assert open_demo()
        assert publish_folder().problems == []
    return app


def test_the_demo_is_a_whole_newsroom(demo: Flask) -> None:
    with demo.app_context():
        articles = reading().scalars(select(Article)).all()
        threads = {comment.thread for comment in reading().scalars(select(Comment))}
        authors = {byline.name for article in articles for byline in article.bylines}
    assert len(articles) >= 8
    assert len({article.section for article in articles}) >= 3
    assert len(authors) >= 3
    stories = [article for article in articles if not article.is_page]
    assert all(article.picture and article.picture["alt"] for article in stories)
    assert all(article.tags and article.standfirst for article in stories)
    assert threads <= {article.id for article in articles}
    assert len(threads) >= 3
    assert any("link" in block for article in articles for block in article.blocks)


def test_every_link_of_the_demo_leads_somewhere(demo: Flask, client: FlaskClient) -> None:
    import re

    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        with client.get(address, follow_redirects=True) as response:
            assert response.status_code == 200, address
            if response.mimetype == "text/html":
                links = re.findall(r'(?:href|src)="(/[^"#]*)', response.text)
                waiting += [link for link in links if not link.startswith("//") and "reply-to" not in link]
    assert len(seen) > 30


def test_a_site_with_anything_in_it_is_left_alone(app: Flask, demo: Flask) -> None:
    with app.app_context():
        assert not open_demo()


def test_the_player_may_be_framed_and_nothing_else(demo: Flask, client: FlaskClient) -> None:
    assert "frame-ancestors *" in client.get("/demo/player/tide-mill").headers["Content-Security-Policy"]
    assert client.get("/demo/player/nothing").status_code == 404
    assert client.get("/demo/scripts/nothing.js").status_code == 404


def test_the_demo_is_as_new_as_the_day_on_which_it_is_opened(demo: Flask) -> None:
    with demo.app_context():
        newest = max(reading().scalars(select(Article.published)))
        written = max(reading().scalars(select(Comment.written)))
    for moment in (newest, written):
        assert timedelta(0) < datetime.now(UTC) - moment < timedelta(days=2)


def test_a_real_site_has_no_services_of_the_demo(make_app: Callable[..., Flask]) -> None:
    assert make_app().test_client().get("/demo/player/tide-mill").status_code == 404


def test_its_readers_have_read_something(demo: Flask, client: FlaskClient) -> None:
    with demo.app_context():
        let_read()
    assert client.get("/").text.count("Most read") == 1
