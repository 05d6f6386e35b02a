from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from broadsheet.mail.models import Mail
from broadsheet.mail.outbox import forget_given_up, offers_mail, put_mail, retry_all
from broadsheet.storage import writing

Waiting = Callable[[], dict[str, Mail]]


def test_a_mail_leaves_only_if_what_it_tells_of_happened(app: Flask, waiting: Waiting) -> None:
    def fail() -> None:
        with writing() as session:
            put_mail(session, "ada@example.org", "An answer", "Hello")
            raise RuntimeError

    with app.app_context(), pytest.raises(RuntimeError):
        fail()
    assert waiting() == {}


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org\n",
        "ada@example.org, eve@example.org",
        "Ada <ada@example.org>",
        "ada@example.org (Ada)",
        '"ada reader"@example.org',
        "ada@example.org> NOTIFY=NEVER",
        "ada@[127.0.0.1]",
        "ada@eve@example.org",
        "ada..reader@example.org",
        "-f@example.org",
        "ada\u2028@example.org",
        "ada\x00@example.org",
        "=?utf-8?q?x=0D=0ABcc=3A?=@example.org",
        "a" * 250 + "@example.org",
    ],
)
def test_a_recipient_is_one_plain_address(app: Flask, recipient: str) -> None:
    with app.app_context(), pytest.raises(ValueError, match="plain e-mail address"), writing() as session:
        put_mail(session, recipient, "An answer", "Hello")


@pytest.mark.parametrize("name", ["Bcc", "from", "Content-Type", "X Y", "X:", "X\r\nBcc", ""])
def test_some_headers_cannot_be_given(app: Flask, name: str) -> None:
    with app.app_context(), pytest.raises(ValueError, match="header"), writing() as session:
        put_mail(session, "ada@example.org", "An answer", "Hello", {name: "x"})


def test_a_header_that_fits_no_line_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(ValueError, match="List-Id"), writing() as session:
        put_mail(session, "ada@example.org", "An answer", "Hello", {"List-Id": "x" * 1_000})


def test_a_subject_is_on_one_line_and_not_too_long(put: Callable[..., int], waiting: Waiting) -> None:
    put(subject="One\r\nBcc: eve@example.org\x00\x1b\u2028two " + "é" * 300)
    subject = waiting()["ada@example.org"].subject
    assert subject.startswith("One  Bcc: eve@example.org   two é")
    assert (len(subject), subject[-2:]) == (200, "é…")


def test_a_subject_is_cut_after_a_whole_character(put: Callable[..., int], waiting: Waiting) -> None:
    put(subject="x" * 197 + "e\u0301" * 5)
    assert waiting()["ada@example.org"].subject == "x" * 197 + "e\u0301…"
    put("eve@example.org", subject="x" * 197 + "👩‍🚀👩‍🚀")
    assert waiting()["eve@example.org"].subject == "x" * 197 + "…"


def test_what_no_database_stores_does_not_stop_a_transaction(
    put: Callable[..., int], waiting: Waiting
) -> None:
    put(text="One\x00\r\ntwo\rthree\t\ud800.\n")
    assert waiting()["ada@example.org"].text == "One \ntwo\nthree\t .\n"


def test_given_up_mails_are_kept_to_be_seen_and_then_forgotten(
    app: Flask, put: Callable[..., int], change: Callable[..., None], waiting: Waiting
) -> None:
    now = datetime.now(UTC)

    def forget() -> int:
        with app.app_context(), writing() as session:
            return forget_given_up(session, now)

    put("waits@example.org")
    assert forget() == 0
    change(next_try=None, made=now - timedelta(days=29))
    assert forget() == 0
    change(made=now - timedelta(days=31))
    assert (forget(), waiting()) == (1, {})


def test_what_nobody_sends_is_not_kept_for_ever(
    app: Flask, put: Callable[..., int], change: Callable[..., None], waiting: Waiting
) -> None:
    now = datetime.now(UTC)
    put()
    change(made=now - timedelta(days=40))
    with app.app_context(), writing() as session:
        assert forget_given_up(session, now) == 0
    change(next_try=now - timedelta(days=31))
    with app.app_context(), writing() as session:
        assert forget_given_up(session, now) == 1


def test_given_up_mails_can_be_tried_again(
    app: Flask, put: Callable[..., int], change: Callable[..., None], waiting: Waiting
) -> None:
    put()
    change(next_try=None, attempts=9)
    with app.app_context(), writing() as session:
        assert retry_all(session, datetime.now(UTC)) == 1
    mail = waiting()["ada@example.org"]
    assert (mail.attempts, mail.next_try is None) == (0, False)


def test_mail_is_offered_only_where_there_is_a_server(app: Flask, make_app: Callable[..., Flask]) -> None:
    assert (offers_mail(app), offers_mail(make_app())) == (True, False)
