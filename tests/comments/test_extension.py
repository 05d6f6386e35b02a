import re
from collections.abc import Callable

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from thread_cost import measure_script
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import TestResponse

from broadsheet.comments import Comments
from broadsheet.mail.models import Mail


def test_comments_stand_alone_in_anyones_app(bare_app: Flask) -> None:
    bare_app.config["BROADSHEET_COMMENTS_MODERATION"] = "show"
    Comments(bare_app)
    page = "<main>{{ comments.thread('my-post', title='My post') }}</main>"
    bare_app.add_url_rule("/post", "post", lambda: render_template_string(page))
    client = bare_app.test_client()
    token = re.search(r'name="thread" value="(.*?)"', client.get("/post").text)
    assert token
    answer = client.post(
        "/comments",
        data={"thread": token[1], "name": "Ada", "text": "Hello"},
        headers={"Origin": "http://localhost"},
    )
    assert answer.headers["Location"] == "/post#comment-1"
    shown = client.get("/post").text
    assert "<p>Hello</p>" in shown
    assert re.search(r'<link rel="stylesheet" href="/assets/comments/comments\.\w{12}\.css">', shown)
    script = re.search(r'<script src="(/assets/comments/thread\.\w{12}\.js)" type="module"></script>', shown)
    assert script and client.get(script[1]).mimetype == "text/javascript"


@pytest.fixture
def blog(bare_app: Flask) -> Flask:
    """Somebody else's app below a prefix, with a thread of ours, mail, and a guard of its own against forged forms."""
    bare_app.config.update(
        SECRET_KEY="s" * 40,
        BROADSHEET_COMMENTS_MODERATION="show",
        BROADSHEET_COMMENTS_FORM_SECONDS=0,
        BROADSHEET_ADDRESS="http://localhost/blog",
        BROADSHEET_MAIL_SERVER="smtp://127.0.0.1:1",
        BROADSHEET_MAIL_FROM="blog@example.org",
    )
    bare_app.jinja_env.undefined = StrictUndefined
    csrf, comments = CSRFProtect(bare_app), Comments(bare_app)
    for blueprint in comments.blueprints:
        csrf.exempt(blueprint)
    page = "{{ comments.thread('my-post', title='My post') }}"
    bare_app.add_url_rule("/post", "post", lambda: render_template_string(page))
    bare_app.wsgi_app = DispatcherMiddleware(NotFound(), {"/blog": bare_app.wsgi_app})  # type: ignore[method-assign]
    return bare_app


def test_all_of_it_works_below_a_prefix_and_beside_an_apps_own_guard(
    blog: Flask, make_reader: Callable[[Flask], FlaskClient], take_mails: Callable[[Flask], list[Mail]]
) -> None:
    reader = make_reader(blog)

    def post(address: str, **given: str) -> TestResponse:
        return reader.post(f"/blog{address}", data=given)

    token = re.search(r'name="thread" value="(.*?)"', reader.get("/blog/post").text)
    assert token
    given = {"thread": token[1], "name": "Ada", "email": "ada@example.org"}
    assert post("/comments", text="Hello", watch="thread", **given).status_code == 303
    assert post("/comments/1/edit", text="Hello, world").status_code == 303
    assert post("/comments/my-data", email="ada@example.org").status_code == 200
    mails = take_mails(blog)
    assert len(mails) == 2
    for mail in mails:
        (address,) = re.findall(r"http://localhost(/blog/\S*token=\S+)", mail.text)
        assert "\n\n\n" not in mail.text
        assert reader.get(address).status_code == 200
    confirm = re.findall(r"token=(\S+)", mails[0].text)[0]
    assert post("/comments/watches/confirm", token=confirm).status_code == 200
    assert post("/comments", text="An answer", **given | {"email": "", "name": "Bo"}).status_code == 303
    (news,) = take_mails(blog)
    assert "http://localhost/blog/comments/2\n" in news.text
    end = news.headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost/blog")
    assert post(end, **{"List-Unsubscribe": "One-Click"}).status_code == 200
    assert post("/comments/1/delete").headers["Location"].startswith("/blog/post?")


def test_its_script_is_small() -> None:
    assert measure_script() < 2500


def test_its_own_pages_stand_alone_too(bare_app: Flask) -> None:
    Comments(bare_app)
    client = bare_app.test_client()
    assert "Please confirm" in client.post("/comments", data={"text": "x"}).text
    refused = client.post("/comments", data={"text": "x"}, headers={"Origin": "http://localhost"})
    assert refused.status_code == 422
