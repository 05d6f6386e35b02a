import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from broadsheet.mail import sending
from broadsheet.mail.models import Mail
from broadsheet.mail.sending import Sent, claim_due, send_due, wait_after
from broadsheet.storage import writing

Put = Callable[..., int]
Waiting = Callable[[], dict[str, Mail]]
LetTimePass = Callable[[], None]


def send(app: Flask, limit: int = 100) -> Sent:
    with app.app_context():
        return send_due(limit)


def minutes_until_next_try(mail: Mail) -> float:
    assert mail.next_try
    return (mail.next_try - datetime.now(UTC)).total_seconds() / 60


def test_what_was_sent_is_not_kept(app: Flask, server: Any, put: Put, post: Any, waiting: Waiting) -> None:
    for name in ("ada", "eve"):
        put(f"{name}@example.org")
    assert send(app) == Sent(sent=2)
    assert (post.recipients, waiting()) == (["ada@example.org", "eve@example.org"], {})
    assert send(app) == Sent()


def test_a_dead_server_loses_nothing(
    app: Flask, stopped_server: Any, put: Put, waiting: Waiting, let_time_pass: LetTimePass
) -> None:
    for name in ("ada", "eve"):
        put(f"{name}@example.org")
    assert send(app) == Sent(deferred=2)
    assert send(app) == Sent()  # It is not its turn yet.
    assert all("refused" in mail.error and mail.attempts == 1 for mail in waiting().values())
    stopped_server.start()
    let_time_pass()
    assert send(app) == Sent(sent=2)
    assert waiting() == {}


def test_a_recipient_who_is_not_there_is_given_up_while_the_others_get_theirs(
    app: Flask, server: Any, put: Put, post: Any, waiting: Waiting, let_time_pass: LetTimePass
) -> None:
    post.answers = {
        "gone@example.org": "550 5.1.1 No such user",
        "full@example.org": "452 4.2.2 Mailbox full",
    }
    for name in ("gone", "ada", "full", "eve"):
        put(f"{name}@example.org")
    assert send(app) == Sent(sent=2, deferred=1, given_up=1)
    assert post.recipients == ["ada@example.org", "eve@example.org"]
    gone, full = waiting()["gone@example.org"], waiting()["full@example.org"]
    assert (gone.next_try, gone.error) == (None, "550 5.1.1 No such user")
    assert (round(minutes_until_next_try(full)), full.error) == (1, "452 4.2.2 Mailbox full")
    post.answers = {}
    let_time_pass()
    assert send(app).sent == 2


def test_only_what_is_given_up_stays_given_up(
    app: Flask, server: Any, put: Put, post: Any, waiting: Waiting
) -> None:
    post.answers = {"gone@example.org": "550 No such user"}
    put("gone@example.org")
    assert send(app).given_up == 1
    assert send(app) == Sent()


def test_the_waits_grow_to_an_hour() -> None:
    minutes = [wait_after(attempts).total_seconds() / 60 for attempts in range(1, 10)]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wait_after(10_000) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("days", "attempts", "given_up"), [(6, 100, True), (4, 100, False), (6, 0, False), (6, 7, True)]
)
def test_a_mail_is_given_up_after_five_days_and_some_tries(
    app: Flask, put: Put, change: Callable[..., None], days: int, attempts: int, given_up: bool
) -> None:
    put()
    change(made=datetime.now(UTC) - timedelta(days=days), attempts=attempts)
    assert send(app) == (Sent(given_up=1) if given_up else Sent(deferred=1))


def test_two_senders_send_each_mail_once(
    app: Flask, server: Any, put: Put, post: Any, together: Callable[..., None]
) -> None:
    names = [f"reader{number}@example.org" for number in range(40)]
    for name in names:
        put(name)
    together(lambda: [send(app, limit=5) for _ in range(4)])
    assert sorted(post.recipients) == sorted(names)


def test_the_mails_of_a_killed_sender_are_sent_when_its_lease_ends(
    app: Flask, server: Any, put: Put, post: Any, let_time_pass: LetTimePass, waiting: Waiting
) -> None:
    put()
    with app.app_context():
        assert len(claim_due(100)) == 1  # And then it is killed.
    assert send(app) == Sent()
    assert round(minutes_until_next_try(waiting()["ada@example.org"])) == 10
    let_time_pass()
    assert send(app) == Sent(sent=1)
    assert post.recipients == ["ada@example.org"]


def test_a_sender_whose_lease_ended_changes_nothing(
    app: Flask, put: Put, waiting: Waiting, let_time_pass: LetTimePass, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a machine that slept while it was sending."""
    put()

    def sleep_long(_server: object) -> object:
        let_time_pass()
        claim_due(100)  # Another sender's.
        raise sending.Unreachable("The machine slept.")

    monkeypatch.setattr(sending, "connect", sleep_long)
    send(app)
    assert round(minutes_until_next_try(waiting()["ada@example.org"])) == 10


def test_the_message_id_is_the_same_at_each_try(
    app: Flask, server: Any, put: Put, post: Any, let_time_pass: LetTimePass, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sender that is killed between the server's yes and the removal sends twice; mail programs know the second."""
    put()

    def be_killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_record_sent", be_killed)
        with pytest.raises(KeyboardInterrupt):
            send(app)
    let_time_pass()
    assert send(app) == Sent(sent=1)
    first, second = post.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_a_mail_that_the_server_cannot_bear_keeps_no_other_from_being_sent(
    app: Flask, server: Any, put: Put, post: Any, waiting: Waiting
) -> None:
    post.breaks = "bad@example.org"
    for name in ("ada", "bad", "eve"):
        put(f"{name}@example.org")
    assert send(app) == Sent(sent=2, deferred=1)
    assert "broke" in waiting()["bad@example.org"].error


def test_a_server_that_ends_the_connection_gets_another(
    app: Flask, server: Any, put: Put, post: Any, waiting: Waiting
) -> None:
    post.answers = {"late@example.org": "421 4.4.2 Too many mails over one connection"}
    for name in ("ada", "late", "eve"):
        put(f"{name}@example.org")
    assert send(app) == Sent(sent=2, deferred=1)
    assert waiting()["late@example.org"].error.startswith("421 4.4.2")


def test_a_mail_that_cannot_be_written_keeps_no_other_from_being_sent(
    app: Flask, server: Any, put: Put, post: Any, waiting: Waiting
) -> None:
    put("bad@example.org")
    with app.app_context(), writing() as session:
        headers = json.dumps({"Subject": "a second one"})
        session.execute(text("UPDATE broadsheet_mails SET headers = :headers"), {"headers": headers})
    put("ada@example.org")
    assert send(app) == Sent(sent=1, given_up=1)
    assert "cannot be written" in waiting()["bad@example.org"].error


def test_a_sender_who_is_refused_is_not_the_recipients_fault(
    app: Flask, server: Any, put: Put, post: Any, waiting: Waiting
) -> None:
    post.senders_answer = "553 5.7.1 Not yours"
    put()
    assert send(app) == Sent(deferred=1)
    assert (
        waiting()["ada@example.org"].error == "The sender news@example.org was refused: 553 5.7.1 Not yours"
    )


def test_what_a_batch_has_no_time_for_is_due_at_once(
    app: Flask, server: Any, put: Put, post: Any, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ada", "eve"):
        put(f"{name}@example.org")
    with monkeypatch.context() as patch:
        patch.setattr(sending, "BATCH_SECONDS", 0)
        assert send(app) == Sent()
    assert all(mail.attempts == 0 and not mail.error for mail in waiting().values())
    assert send(app) == Sent(sent=2)


def test_an_address_in_another_script_is_sent_where_the_server_can(
    app: Flask, server: Any, put: Put, post: Any
) -> None:
    put("jörg@bücher.example")
    put("ada@example.org")
    assert send(app) == Sent(sent=2)
    assert post.recipients == ["jörg@bücher.example", "ada@example.org"]
    assert "SMTPUTF8" in post.taken[0].mail_options
    assert "SMTPUTF8" not in post.taken[1].mail_options
    assert "To: jörg@bücher.example\r\n".encode() in post.taken[0].content


def test_an_address_in_another_script_is_given_up_where_the_server_cannot(
    app: Flask, stopped_server: Any, put: Put, post: Any, waiting: Waiting
) -> None:
    stopped_server.start(enable_SMTPUTF8=False)
    put("jörg@example.org")
    put("ada@example.org")
    assert send(app) == Sent(sent=1, given_up=1)
    assert "SMTPUTF8" in waiting()["jörg@example.org"].error


def test_a_server_that_says_nothing_is_not_waited_for_long(
    app: Flask, stopped_server: Any, put: Put, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.mail.connection.TIMEOUT_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", stopped_server.port)):  # It takes connections, and no more.
        put()
        assert send(app) == Sent(deferred=1)
    assert "timed out" in waiting()["ada@example.org"].error


def test_nobody_waits_for_the_mail_server(app: Flask, server: Any, put: Put, post: Any) -> None:
    """While a mail is under way no transaction is open: another may write."""
    put()
    recorded = []

    def write_meanwhile(*_given: object) -> str:
        with app.app_context(), writing() as session:
            session.execute(text("UPDATE broadsheet_mails SET error = 'meanwhile'"))
        recorded.append(True)
        return "250 OK"

    async def handle_data(*given: object) -> str:
        return write_meanwhile(*given)

    post.handle_DATA = handle_data
    assert send(app) == Sent(sent=1)
    assert recorded == [True]
