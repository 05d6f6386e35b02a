"""Writers change and delete their own comments, as they do it: by the links below them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from broadsheet.comments.models import APPROVED, DELETED, HELD, SPAM, Comment
from broadsheet.comments.spam.models import Word
from broadsheet.storage import reading, writing

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


@pytest.mark.parametrize("status", [APPROVED, HELD])
@pytest.mark.parametrize("act", ["edit", "delete"])
def test_a_comment_that_was_answered_stays(
    site: Flask, ada: FlaskClient, write: Write, stored: Stored, act: str, status: str
) -> None:
    write(site, "An answer.", parent=1, status=status)
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


@pytest.mark.parametrize(("text", "reason"), [("", "write something"), ("x" * 10_001, "the most is 10,000")])
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
    answers = [ada.post("/comments/1/edit", data={"text": str(n)}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert int(answers[2].headers["Retry-After"]) > 60
    assert "2</textarea>" in answers[2].text


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


@pytest.mark.parametrize("status", [SPAM, DELETED])
def test_an_answer_that_was_rejected_is_none(
    site: Flask, ada: FlaskClient, write: Write, status: str
) -> None:
    write(site, "An answer.", parent=1, status=status)
    assert ada.post("/comments/1/edit", data={"text": "Changed."}).status_code == 303


def test_a_held_comment_can_become_spam_by_a_change(
    newsroom: Newsroom, make_reader: Reader, send: Send, stored: Stored, tmp_path: Path
) -> None:
    app = newsroom(COMMENTS_MODERATION="hold")
    (tmp_path / "data" / "blocklist.txt").write_text("word casino\n")
    ada = make_reader(app)
    send(ada)
    ada.post("/comments/1/edit", data={"text": "My casino."})
    assert (stored(app)[0].status, stored(app)[0].reasons) == (
        SPAM,
        ["It is on the block list: word casino."],
    )


def test_the_network_counts_from_which_a_change_comes(
    site: Flask, ada: FlaskClient, stored: Stored, tmp_path: Path
) -> None:
    (tmp_path / "data" / "blocklist.txt").write_text("address 198.51.100.7\n")
    ada.post("/comments/1/edit", data={"text": "Moved."}, environ_overrides={"REMOTE_ADDR": "198.51.100.7"})
    assert stored(site)[0].status == SPAM


def test_spam_stays_spam_when_its_writer_deletes_it(site: Flask, ada: FlaskClient, stored: Stored) -> None:
    site.test_cli_runner().invoke(args=["comments", "spam", "1"])
    with site.app_context():
        learned = reading().scalars(select(Word.word)).all()
    assert ada.post("/comments/1/delete").status_code == 303
    assert (stored(site)[0].status, stored(site)[0].text) == (SPAM, "")
    with site.app_context():
        assert reading().scalars(select(Word.word)).all() == learned
    result = site.test_cli_runner().invoke(args=["comments", "approve", "1"])
    assert (result.exit_code, stored(site)[0].status) == (1, SPAM)


def test_what_was_learned_of_kept_words_goes_with_them(site: Flask, ada: FlaskClient) -> None:
    with site.app_context():
        before = reading().scalars(select(Word.word)).all()
    site.test_cli_runner().invoke(args=["comments", "approve", "1"])
    ada.post("/comments/1/delete")
    with site.app_context():
        assert reading().scalars(select(Word.word)).all() == before


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_a_database_in_trouble_changes_nothing_and_keeps_the_text(
    site: Flask, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch, stored: Stored, act: str
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr("broadsheet.comments.changing.views.lock_changeable", fail)
        answer = ada.post(f"/comments/1/{act}", data={"text": "Typed in vain?"})
    assert answer.status_code == 503
    assert "try again in a minute" in answer.text
    assert act == "delete" or "Typed in vain?</textarea>" in answer.text
    assert stored(site)[0].text == "The ferry is *later*."


def test_deleted_spam_looks_deleted_and_its_address_goes_in_time(
    site: Flask, make_reader: Reader, send: Send, stored: Stored
) -> None:
    ada = make_reader(site)
    send(ada, email="ada@example.org")
    site.test_cli_runner().invoke(args=["comments", "spam", "1"])
    ada.post("/comments/1/delete")
    assert "comment-1" not in ada.get(STORY).text
    assert (stored(site)[0].name, stored(site)[0].email) == ("", "ada@example.org")
    with site.app_context(), writing() as session:
        session.execute(update(Comment).values(decided=datetime.now(UTC) - timedelta(days=40)))
    site.test_cli_runner().invoke(args=["comments", "prune"])
    assert stored(site)[0].email == ""


def test_a_name_that_staff_took_since_can_still_change_its_comment(
    site: Flask, ada: FlaskClient, write: Write, stored: Stored
) -> None:
    write(site, "Another.", name="Bo")
    site.test_cli_runner().invoke(args=["comments", "answer", "2", "Yes.", "--name", "Ada"])
    assert ada.post("/comments/1/edit", data={"text": "Still mine."}).status_code == 303
    assert stored(site)[0].text == "Still mine."
