import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy.exc import InternalError, OperationalError
from werkzeug.test import TestResponse

from broadsheet.comments.models import Comment
from broadsheet.comments.posting.form import HONEYPOT
from broadsheet.comments.showing.page import read_page
from broadsheet.storage import reading

FULL = {
    "name": "Ada",
    "email": "ada@example.org",
    "website": "https://ada.example.org",
    "text": "Well *said*.",
}


def token_on(page: str) -> str:
    found = re.search(r'name="thread" value="(.*?)"', page)
    assert found
    return found[1]


@pytest.fixture
def post(reader: FlaskClient, story: str) -> Callable[..., TestResponse]:
    """Fill in the story's form and send it."""

    def send(**fields: object) -> TestResponse:
        given = {"thread": token_on(reader.get(story).text)} | FULL | fields
        return reader.post("/comments", data={k: v for k, v in given.items() if v is not None})

    return send


Post = Callable[..., TestResponse]


def stored(app: Flask) -> list[Comment]:
    with app.app_context():
        return reading().query(Comment).order_by(Comment.id).all()


def test_a_comment_is_posted_and_shown(post: Post, client: FlaskClient, story: str) -> None:
    response = post()
    assert (response.status_code, response.headers["Location"]) == (303, f"{story}#comment-1")
    page = client.get(story).text
    assert '<article class="comment" id="comment-1">' in page
    assert "<p>Well <em>said</em>.</p>" in page
    assert '<a href="https://ada.example.org" rel="nofollow ugc noopener"><bdi>Ada</bdi></a>' in page
    assert "1 comment</a>" in page
    assert "ada@example.org" not in page


def test_a_script_is_told_where_the_comment_stands(reader: FlaskClient, story: str) -> None:
    sent = {"thread": token_on(reader.get(story).text)} | FULL
    response = reader.post("/comments", data=sent, headers={"Prefer": "return=minimal"})
    assert (response.status_code, response.headers["Location"]) == (201, f"{story}#comment-1")
    assert response.data == b""
    again = reader.post("/comments", data=sent, headers={"Prefer": "return=minimal"})
    assert again.headers["Location"] == "/comments/1#comment-1"
    refused = reader.post("/comments", data=sent | {"text": ""}, headers={"Prefer": "return=minimal"})
    assert (refused.status_code, 'id="comment-form"' in refused.text) == (422, True)


def test_a_closed_thread_brings_no_script(
    post: Post, runner: FlaskCliRunner, client: FlaskClient, story: str
) -> None:
    post()
    assert "/assets/comments/thread." in client.get(story).text
    runner.invoke(args=["comments", "close", story.rsplit("/", 1)[1]])
    page = client.get(story).text
    assert "takes no more comments" in page
    assert "/assets/comments/thread." not in page


def test_a_preview_shows_the_comment_and_stores_nothing(post: Post, app: Flask) -> None:
    answer = post(preview="yes")
    assert answer.status_code == 200
    assert '<div class="comment-text" dir="auto"><p>Well <em>said</em>.</p>\n</div>' in answer.text
    assert "Well *said*.</textarea>" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert stored(app) == []
    assert post(preview="yes", name="").status_code == 422


def test_a_reply_stands_inside_what_it_answers(
    post: Post, reader: FlaskClient, client: FlaskClient, story: str
) -> None:
    post(text="The first")
    form = reader.get(f"{story}?reply-to=1").text
    assert "Reply to Ada" in form
    assert '<input type="hidden" name="parent" value="1">' in form
    assert post(text="The answer", parent="1").status_code == 303
    page = client.get(story).text
    outer = page[page.index('id="comment-1"') :]
    assert outer.index('id="comment-2"') < outer.index("</article>")


def test_a_held_comment_is_shown_to_its_writer_alone(
    make_app: Callable[..., Flask],
    make_reader: Callable[[Flask], FlaskClient],
    write_story: Callable[..., Path],
) -> None:
    from broadsheet.articles.publishing import publish_folder

    app = make_app(COMMENTS_MODERATION="hold")
    write_story("ferry", "The ferry is late")
    with app.app_context():
        publish_folder()
    writer = make_reader(app)
    token = token_on(writer.get("/coast/ferry").text)
    assert "A moderator reads it" in writer.get("/coast/ferry").text
    writer.post("/comments", data=FULL | {"thread": token})
    own, others = writer.get("/coast/ferry").text, app.test_client().get("/coast/ferry").text
    assert 'class="comment comment-waiting" id="comment-1"' in own
    assert "Waiting for a moderator" in own
    assert "comment-1" not in others
    assert "0 comments" in others
    app.test_cli_runner().invoke(args=["comments", "approve", "1"])
    assert 'class="comment" id="comment-1"' in app.test_client().get("/coast/ferry").text


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": ""}, "give a name"),
        ({"name": "x" * 81}, "at most 80"),
        ({"name": "two\nlines"}, "single line"),
        ({"text": ""}, "write something"),
        ({"text": " \n "}, "write something"),
        ({"text": "x" * 10_001}, "10,001 characters; the most is 10,000"),
        ({"text": "bell\x07"}, r"U\+0007"),
        ({"text": "nul\x00"}, r"U\+0000"),
        ({"name": "nul\x00"}, r"U\+0000"),
        ({"email": "nobody"}, "not an e-mail address"),
        ({"email": "a@b.c\r\nBcc: d@e.f"}, "not an e-mail address"),
        ({"website": "ada"}, "not the address of a website"),
        ({"name": "\u200b"}, "can be seen"),
        ({"text": "\u200b\u3164"}, "can be seen"),
        ({"email": "a@b"}, "not an e-mail address"),
        ({"email": "a@" + "." * 300_000 + "@"}, "at most 254"),
        ({"website": "javascript:alert(1)"}, "not the address of a website"),
        ({"website": "https://x.org/' onmouseover='alert(1)"}, "not the address of a website"),
        ({"website": "https://x.org/\nx"}, "single line"),
        ({"website": "https://[bad"}, "not the address of a website"),
        ({"parent": "999"}, "no longer shown"),
        ({"parent": str(10**30)}, "no such comment"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    post: Post, app: Flask, fields: dict[str, str], reason: str
) -> None:
    response = post(**fields)
    assert response.status_code == 422
    page = unescape(response.text)
    assert re.search(reason, page)
    for name, value in (FULL | fields).items():
        if name in {"name", "email", "website"} and value.isprintable():
            assert f'name="{name}"' in page
            assert value in page
    text = (FULL | fields)["text"]
    shown = re.search(r'<textarea id="comment-text".*?>\n(.*?)</textarea>', page, re.S)
    assert shown
    assert shown[1] == text.strip()
    assert stored(app) == []


def test_a_refused_comment_can_be_mended_and_sent_from_where_it_is(
    post: Post, reader: FlaskClient, story: str
) -> None:
    refused = post(name="").text
    response = reader.post("/comments", data=FULL | {"thread": token_on(refused)})
    assert response.headers["Location"] == f"{story}#comment-1"


@pytest.mark.parametrize("token", [None, "", "forged", "WyJhIiwiLyIsIiJd.c2ln", "x" * 10_000])
def test_a_thread_that_no_page_has_is_not_made(post: Post, app: Flask, token: str | None) -> None:
    response = post(thread=token)
    assert response.status_code == 422
    assert "Well *said*." in response.text
    assert stored(app) == []


def test_details_are_remembered_only_on_request(post: Post, reader: FlaskClient, story: str) -> None:
    post()
    assert reader.get_cookie("broadsheet_details") is None
    assert "ada@example.org" not in reader.get(story).text
    post(remember="yes")
    page = reader.get(story).text
    for value in ('value="Ada"', 'value="ada@example.org"', 'value="https://ada.example.org"', " checked"):
        assert value in page
    post()
    assert reader.get_cookie("broadsheet_details") is None


@pytest.mark.parametrize("cookie", ["garbage", "W10.x.y", "a" * 3000, "é"])
def test_a_garbage_cookie_is_no_cookie(reader: FlaskClient, story: str, cookie: str) -> None:
    for name in ("broadsheet_written", "broadsheet_details", "broadsheet_choices", "session"):
        reader.set_cookie(name, cookie)
    assert reader.get(story).status_code == 200


def test_a_robot_that_fills_everything_is_not_shown(
    post: Post, client: FlaskClient, app: Flask, story: str
) -> None:
    assert post(**{HONEYPOT: "always"}).status_code == 303
    assert stored(app)[0].status == "spam"
    assert "Well" not in client.get(story).text


@pytest.mark.parametrize("failure", [OperationalError, InternalError])
def test_a_database_in_trouble_loses_no_text(
    post: Post,
    reader: FlaskClient,
    story: str,
    monkeypatch: pytest.MonkeyPatch,
    failure: type[OperationalError],
) -> None:
    def fail(*_: object) -> None:
        raise failure("INSERT", {}, Exception("disk is full"))

    post(text="the parent")
    token = token_on(reader.get(story).text)
    monkeypatch.setattr("broadsheet.comments.posting.views.post_comment", fail)
    monkeypatch.setattr("broadsheet.comments.posting.views.find_shown", fail)
    monkeypatch.setattr("broadsheet.articles.queries.list_sections", fail)
    response = reader.post("/comments", data=FULL | {"thread": token, "parent": "1"})
    assert response.status_code == 503
    assert "could not save your comment" in response.text
    assert "Well *said*." in response.text


def test_the_form_in_a_page_is_the_same_for_everyone(
    app: Flask, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.comments.showing.page.time.time", lambda: 1_795_521_600)
    first, second = app.test_client().get(story).text, app.test_client().get(story).text
    assert first == second


def test_a_website_may_be_typed_without_its_scheme(post: Post, app: Flask) -> None:
    post(website="ada.example.org/blog")
    assert stored(app)[0].website == "https://ada.example.org/blog"


@pytest.mark.parametrize(
    "body", ["[1]", "5", '{"name": 5}', '{"text": {"a": 1}}', '{"text": "\\ud800"}', "[" * 3000]
)
def test_json_is_no_form(reader: FlaskClient, body: str) -> None:
    assert reader.post("/comments", data=body, content_type="application/json").status_code == 422


def test_a_file_is_no_text(reader: FlaskClient, story: str) -> None:
    from io import BytesIO

    token = token_on(reader.get(story).text)
    for name in ("name", "text", "email", "website"):
        fields = FULL | {"thread": token, name: (BytesIO(b"x"), "x.txt")}
        response = reader.post("/comments", data=fields, content_type="multipart/form-data")
        assert response.status_code in {303, 422}, name


def test_a_reply_keeps_the_query_of_its_page(bare_app: Flask) -> None:
    from flask import render_template_string

    from broadsheet.comments import Comments

    bare_app.config.update(BROADSHEET_COMMENTS_MODERATION="show", BROADSHEET_COMMENTS_FORM_SECONDS=0)
    Comments(bare_app)
    bare_app.add_url_rule("/p", "p", lambda: render_template_string("{{ comments.thread('p') }}"))
    client = bare_app.test_client()
    root = {"base_url": "http://localhost/blog"}
    token = token_on(client.get("/p?id=7", **root).text)
    headers = {"Origin": "http://localhost"}
    answer = client.post("/comments", data=FULL | {"thread": token}, headers=headers, **root)
    assert answer.headers["Location"] == "/blog/p?id=7#comment-1"
    page = client.get("/p?id=7", **root).text
    assert 'href="/blog/p?id=7&amp;reply-to=1#comment-form"' in page
    with bare_app.test_request_context():
        page_of_reply = read_page(token_on(client.get("/p?id=7&reply-to=1", **root).text))
    assert page_of_reply and page_of_reply.address == "/blog/p?id=7"


def test_markup_is_never_live(post: Post, client: FlaskClient, story: str) -> None:
    post(name="<script>alert(1)</script>", text='<img src=x onerror=alert(1)>\n\n"><svg onload=alert(1)>')
    page = client.get(story).text
    for live in ("<script>alert", "<img src=x", "<svg"):
        assert live not in page


def test_a_very_long_thread_of_lines_is_taken(post: Post) -> None:
    assert post(text="a\n" * 4_000).status_code == 303
