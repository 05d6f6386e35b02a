"""The phases that look at what was written and who wrote it, through the form."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.comments.models import APPROVED, HELD, SPAM, Comment

ADA = "ada@example.org"
Site, Send, Stored = Callable[..., Flask], Callable[..., TestResponse], Callable[[Flask], list[Comment]]
Reader, Verify, Write = Callable[[Flask], FlaskClient], Callable[..., None], Callable[..., int]


def test_a_comment_with_many_links_is_held(
    newsroom: Site, make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom(COMMENTS_LINKS=2)
    send(make_reader(app), text="www.one.example and https://two.example")
    send(make_reader(app), text="www.one.example and https://two.example and http://three.example")
    assert [comment.status for comment in stored(app)] == [APPROVED, HELD]
    assert stored(app)[1].reasons == ["It has 3 links; more than 2 are looked at."]


def test_what_is_blocked_is_spam_and_its_writer_sees_it_wait(
    newsroom: Site, make_reader: Reader, send: Send, stored: Stored, tmp_path: Path
) -> None:
    app = newsroom()
    (tmp_path / "data" / "blocklist.txt").write_text("word casino\naddress 192.0.2.9\n")
    reader = make_reader(app)
    send(reader, text="My Casino")
    send(make_reader(app), text="Hello", address="192.0.2.9")
    send(make_reader(app), text="Hello")
    assert [comment.status for comment in stored(app)] == [SPAM, SPAM, APPROVED]
    assert stored(app)[0].reasons == ["It is on the block list: word casino."]
    assert "Waiting for a moderator" in reader.get("/coast/ferry").text


def test_a_broken_block_list_lets_nothing_through_and_breaks_nothing(
    newsroom: Site, make_reader: Reader, send: Send, stored: Stored, tmp_path: Path
) -> None:
    app = newsroom()
    (tmp_path / "data" / "blocklist.txt").write_text("casino\n")
    assert send(make_reader(app)).status_code == 303
    assert stored(app)[0].status == HELD
    assert "line 1" in stored(app)[0].reasons[0]


def test_a_writer_is_trusted_by_a_verified_address_alone(
    mailing: Site, make_reader: Reader, send: Send, stored: Stored, verify: Verify
) -> None:
    app = mailing(COMMENTS_MODERATION="first")
    ada = make_reader(app)
    verify(app, ada, ADA)
    send(ada, email=ADA, text="My first.")
    app.test_cli_runner().invoke(args=["comments", "approve", "1"])
    send(ada, email=ADA, text="My second.")
    send(make_reader(app), email=ADA, text="I only say that I am Ada.")
    send(ada, email="bo@example.org", text="Under another address.")
    send(ada, text="Under none.")
    assert [comment.status for comment in stored(app)] == [APPROVED, APPROVED, HELD, HELD, HELD]
    assert [comment.verified for comment in stored(app)] == [True, True, False, False, False]
    assert "2 of its comments" not in stored(app)[1].reasons[0]


def test_spam_costs_a_writer_the_trust(
    mailing: Site, make_reader: Reader, send: Send, stored: Stored, verify: Verify
) -> None:
    app = mailing(COMMENTS_MODERATION="first")
    ada = make_reader(app)
    verify(app, ada, ADA)
    for number, command in enumerate(("approve", "spam"), 1):
        send(ada, email=ADA, text=f"Number {number}.")
        app.test_cli_runner().invoke(args=["comments", command, str(number)])
    send(ada, email=ADA, text="Number 3.")
    assert stored(app)[2].status == HELD


def test_comments_that_were_not_verified_give_no_trust(
    mailing: Site, make_reader: Reader, send: Send, stored: Stored, write: Write, verify: Verify
) -> None:
    app = mailing(COMMENTS_MODERATION="first")
    write(app, "Somebody wrote under her address.", email=ADA)
    ada = make_reader(app)
    verify(app, ada, ADA)
    send(ada, email=ADA)
    assert stored(app)[1].status == HELD


@pytest.mark.parametrize(("settings", "status"), [({}, APPROVED), ({"COMMENTS_TRUST_AFTER": 0}, HELD)])
def test_trust_opens_the_way_for_links(
    mailing: Site,
    make_reader: Reader,
    send: Send,
    stored: Stored,
    verify: Verify,
    settings: dict[str, int],
    status: str,
) -> None:
    app = mailing(COMMENTS_LINKS=0, **settings)
    ada = make_reader(app)
    verify(app, ada, ADA)
    send(ada, email=ADA, text="My first.")
    send(ada, email=ADA, text="See https://one.example")
    assert [comment.status for comment in stored(app)] == [APPROVED, status]


def test_where_everything_is_held_trust_changes_nothing(
    mailing: Site, make_reader: Reader, send: Send, stored: Stored, verify: Verify, write: Write
) -> None:
    app = mailing(COMMENTS_MODERATION="hold")
    write(app, "Approved.", email=ADA, verified=True)
    ada = make_reader(app)
    verify(app, ada, ADA)
    send(ada, email=ADA)
    assert stored(app)[1].status == HELD


def test_a_forged_cookie_verifies_nobody(
    newsroom: Site, make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom()
    reader = make_reader(app)
    send(reader)
    written = reader.get_cookie("broadsheet_written")
    assert written
    for forged in (ADA, written.value, "WyJhZGFAZXhhbXBsZS5vcmciXQ.x.y"):
        reader.set_cookie("broadsheet_reader", forged)
        send(reader, email=ADA, text=f"By {forged}.")
    assert not any(comment.verified for comment in stored(app))
