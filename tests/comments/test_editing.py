"""Writers change and delete their own comments, as they do it: by the links below them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from broadsheet.comments.models import APPROVED, DELETED, HELD, SPAM, Comment
from broadsheet.storage import writing

STORY = "/coast/ferry"
Newsroom, Stored = Callable[..., Flask], Callable[[Flask], list[Comment]]
Send, Write, Reader = Callable[..., TestResponse], Callable[..., int], Callable[[Flask], FlaskClient]


@pytest.fixture
def site(newsroom: Newsroom) -> Flask:
    return newsroom()


@pytest.fixture
def ada(site: Flask, make_reader: Reader, send: Send) -> FlaskClient:
    """A reader who has just posted the first comment."""
    reader = make_reader(site)
    assert send(reader, text="The ferry is *later*.").status_code == 303
    return reader


def test_a_writer_changes_a_comment(site: Flask, ada: FlaskClient, stored: Stored) -> None:
    assert 'href="/comments/1/edit"' in ada.get(STORY).text
    form = ada.get("/comments/1/edit")
    assert form.headers["Cache-Control"] == "no-store"
    assert "The ferry is *later*.</textarea>" in form.text
    answer = ada.post("/comments/1/edit", data={"text": "The ferry is **gone**."})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/comments/1#comment-1")
    page = site.test_client().get(STORY).text
    assert "<strong>gone</strong>" in page
    assert "later" not in page
    assert ">edited</span>" in page
    assert ada.post("/comments/1/edit", data={"text": "Once more."}).status_code == 303
    assert stored(site)[0].text == "Once more."


def test_a_change_can_be_seen_before_it_is_saved(site: Flask, ada: FlaskClient, stored: Stored) -> None:
    answer = ada.post("/comments/1/edit", data={"text": "Now **this**.", "preview": "yes"})
    assert "<strong>this</strong>" in answer.text
    assert "Now **this**.</textarea>" in answer.text
    assert stored(site)[0].edited is None


def test_a_writer_deletes_a_comment_and_nothing_of_it_stays(
    site: Flask, ada: FlaskClient, stored: Stored
) -> None:
    assert "cannot be brought back" in ada.get("/comments/1/delete").text
    assert stored(site)[0].status == APPROVED
    answer = ada.post("/comments/1/delete")
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"{STORY}?comments-note=deleted#comments",
    )
    (comment,) = stored(site)
    assert (comment.status, comment.name, comment.text, comment.html, comment.visitor) == (
        DELETED,
        "",
        "",
        "",
        None,
    )
    page = ada.get(STORY).text
    assert "0 comments" in page
    assert "comment-1" not in page
    assert ada.post("/comments/1/delete").status_code == 422


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_nobody_else_may(
    site: Flask, ada: FlaskClient, make_reader: Reader, stored: Stored, act: str
) -> None:
    other = make_reader(site)
    assert f"/comments/1/{act}" not in other.get(STORY).text
    for answer in (other.get(f"/comments/1/{act}"), other.post(f"/comments/1/{act}", data={"text": "Mine."})):
        assert answer.status_code == 422
        assert "in the browser that posted it" in " ".join(answer.text.split())
    assert (stored(site)[0].status, stored(site)[0].edited) == (APPROVED, None)


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_a_comment_that_was_answered_stays(
    site: Flask, ada: FlaskClient, write: Write, stored: Stored, act: str
) -> None:
    write(site, "An answer.", parent=1, status=HELD)
    answer = ada.post(f"/comments/1/{act}", data={"text": "I never said so."})
    assert answer.status_code == 422
    assert "Somebody has answered" in answer.text
    assert stored(site)[0].text == "The ferry is *later*."
    if act == "edit":
        assert "I never said so.</textarea>" in answer.text


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_after_the_window_a_comment_stays(site: Flask, ada: FlaskClient, stored: Stored, act: str) -> None:
    with site.app_context(), writing() as session:
        session.execute(update(Comment).values(written=datetime.now(UTC) - timedelta(minutes=16)))
    answer = ada.post(f"/comments/1/{act}", data={"text": "Too late."})
    assert (answer.status_code, stored(site)[0].status) == (422, APPROVED)
    assert "15 minutes" in answer.text


def take_cookie(client: FlaskClient) -> str:
    cookie = client.get_cookie("broadsheet_changes")
    assert cookie
    return cookie.value


def test_a_token_does_not_survive_a_change_of_the_comment(
    site: Flask, ada: FlaskClient, stored: Stored
) -> None:
    before = take_cookie(ada)
    ada.post("/comments/1/edit", data={"text": "Changed."})
    ada.set_cookie("broadsheet_changes", before)
    for act in ("edit", "delete"):
        answer = ada.post(f"/comments/1/{act}", data={"text": "By an old token."})
        assert answer.status_code == 422
        assert "changed or removed meanwhile" in answer.text
    assert stored(site)[0].text == "Changed."


def test_a_token_is_for_one_comment_and_one_act(
    site: Flask, ada: FlaskClient, send: Send, stored: Stored
) -> None:
    send(ada, text="Another.")
    (first, second) = take_cookie(ada).split("~")
    one, edit, delete = first.split(":")
    other = second.split(":")[0]
    for forged, act in (
        (f"{one}:{delete}:{edit}", "edit"),
        (f"{one}:{delete}:{edit}", "delete"),
        (f"{other}:{edit}:{delete}", "edit"),
        (f"{other}:{edit}:{delete}", "delete"),
    ):
        ada.set_cookie("broadsheet_changes", forged)
        id = forged.split(":")[0]
        assert ada.post(f"/comments/{id}/{act}", data={"text": "Forged."}).status_code == 422
    assert [comment.edited for comment in stored(site)] == [None, None]


@pytest.mark.parametrize(
    "cookie", ["", "~", ":", "1:2:3", "x:y:z", "1:a:b~1:c:d", "99999999999:a:b", "²:a:b", "-1:a:b", "1:a"]
)
def test_a_broken_cookie_is_no_error(site: Flask, ada: FlaskClient, cookie: str) -> None:
    ada.set_cookie("broadsheet_changes", cookie)
    assert ada.get(STORY).status_code == 200
    assert ada.post("/comments/1/edit", data={"text": "Hm."}).status_code == 422
    assert ada.post("/comments/99999999999999/edit", data={"text": "Hm."}).status_code == 422


@pytest.mark.parametrize(("text", "reason"), [("", "write something"), ("x" * 10_001, "the most is 10000")])
def test_a_refused_change_keeps_what_was_typed(ada: FlaskClient, text: str, reason: str) -> None:
    answer = ada.post("/comments/1/edit", data={"text": text})
    assert answer.status_code == 422
    assert reason in answer.text
    assert f"{text}</textarea>" in answer.text


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_another_site_cannot_change_it(site: Flask, ada: FlaskClient, stored: Stored, act: str) -> None:
    forged = ada.post(
        f"/comments/1/{act}", data={"text": "Forged."}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (forged.status_code, stored(site)[0].text) == (403, "The ferry is *later*.")


def test_a_changed_comment_is_looked_at_again(
    newsroom: Newsroom, make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom(COMMENTS_MODERATION="hold")
    ada = make_reader(app)
    send(ada)
    app.test_cli_runner().invoke(args=["comments", "approve", "1"])
    ada.post("/comments/1/edit", data={"text": "Buy my things."})
    assert stored(app)[0].status == HELD
    assert "Buy my things" not in app.test_client().get(STORY).text
    assert "Buy my things" in ada.get(STORY).text


def test_a_change_does_not_show_what_a_moderator_took_away(
    site: Flask, ada: FlaskClient, stored: Stored
) -> None:
    site.test_cli_runner().invoke(args=["comments", "spam", "1"])
    assert ada.post("/comments/1/edit", data={"text": "Nicer."}).status_code == 303
    assert stored(site)[0].status == SPAM


def test_changes_count_as_posts(newsroom: Newsroom, make_reader: Reader, send: Send) -> None:
    app = newsroom(COMMENTS_RATE=2)
    ada = make_reader(app)
    send(ada)
    codes = [ada.post("/comments/1/edit", data={"text": str(n)}).status_code for n in range(3)]
    assert codes == [303, 303, 429] or codes == [303, 429, 429]


def test_nothing_can_be_changed_where_the_newsroom_wants_it_so(
    newsroom: Newsroom, make_reader: Reader, send: Send
) -> None:
    app = newsroom(COMMENTS_EDIT_MINUTES=0)
    ada = make_reader(app)
    send(ada)
    assert ada.get_cookie("broadsheet_changes") is None
    assert ada.post("/comments/1/edit", data={"text": "No."}).status_code == 422


def test_many_comments_fit_the_cookie(site: Flask, ada: FlaskClient, send: Send) -> None:
    for number in range(20):
        send(ada, text=str(number))
    assert len(take_cookie(ada)) < 3_000
    assert ada.post("/comments/21/edit", data={"text": "The newest."}).status_code == 303
