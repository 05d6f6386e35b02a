import re

from flask import Flask, render_template_string
from thread_cost import measure_script

from broadsheet.comments import Comments


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
    assert '<link rel="stylesheet" href="/assets/comments/comments.css">' in shown
    assert '<script src="/assets/comments/thread.js" type="module"></script>' in shown
    with client.get("/assets/comments/thread.js") as script:
        assert script.mimetype == "text/javascript"


def test_its_script_is_small() -> None:
    assert measure_script() < 2500


def test_its_own_pages_stand_alone_too(bare_app: Flask) -> None:
    Comments(bare_app)
    client = bare_app.test_client()
    assert "Please confirm" in client.post("/comments", data={"text": "x"}).text
    refused = client.post("/comments", data={"text": "x"}, headers={"Origin": "http://localhost"})
    assert refused.status_code == 422
