from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from broadsheet.mail.message import make_message
from broadsheet.mail.models import Mail
from broadsheet.mail.sending import send_due
from broadsheet.storage import reading

Put = Callable[..., int]
Deliver = Callable[..., EmailMessage]


@pytest.fixture
def deliver(app: Flask, server: Any, put: Put, post: Any) -> Deliver:
    """Send a mail through the real server, and return what arrived."""

    def run(**parts: str) -> EmailMessage:
        put(**parts)
        with app.app_context():
            assert str(send_due()) == "1 sent"
        message: EmailMessage = post.messages[-1]
        return message

    return run


def read_text(message: EmailMessage) -> str:
    return message.get_content().replace("\r\n", "\n")


def read_raw(post: Any) -> bytes:
    content: bytes = post.taken[-1].content
    return content


def test_a_mail_says_from_whom_it_is_and_that_a_machine_wrote_it(deliver: Deliver, post: Any) -> None:
    message = deliver(recipient="ada@example.org", subject="An answer", text="Hello\n")
    assert str(message["From"]) == "Our News <news@example.org>"
    assert (str(message["To"]), str(message["Subject"])) == ("ada@example.org", "An answer")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.utcoffset() == timedelta(0)
    assert message["Message-ID"].endswith("@news.example.org>")
    assert message.get_content_type() == "text/plain"
    assert post.taken[-1].mail_from == "news@example.org"


def test_words_of_all_scripts_arrive(deliver: Deliver, post: Any) -> None:
    subject, text = "Ada Ünal, نادية и 猫🐈 " + "ü" * 120, "Zwölf Boxkämpfer, نادية, 猫🐈\n"
    message = deliver(subject=subject, text=text)
    assert (str(message["Subject"]), read_text(message)) == (subject, text)
    assert read_raw(post).isascii()


def test_long_lines_and_dots_survive(deliver: Deliver, post: Any) -> None:
    text = ".\n..\n.dot\nFrom here\n" + "x" * 5_000 + "\n" + "ü" * 3_000 + "\n\n.\nend \n"
    assert read_text(deliver(text=text)) == text
    assert max(map(len, read_raw(post).splitlines())) <= 998


@pytest.mark.parametrize(
    "words",
    [
        "x\r\nBcc: eve@example.org",
        "x\n\nBody",
        "x\r\n.\r\nMAIL FROM:<eve@example.org>",
        "=?utf-8?q?x=0D=0ABcc=3A_eve=40example.org?=",
        "=?utf-8?b?eA0KQmNjOiBldmVAZXhhbXBsZS5vcmc=?=",
        "==??utf-8?q?x=0D=0ABcc=3A_eve=40example.org?=?=",
        "x\u2028Bcc: eve@example.org\x85y\x0bz",
    ],
)
def test_nobody_adds_a_header(deliver: Deliver, post: Any, words: str) -> None:
    ordinary = deliver(subject="Ada wrote", text="Hello\n", **{"List-Id": "Ada <ada.example.org>"})
    message = deliver(subject=f"{words} wrote", text="Hello\n", **{"List-Id": f"{words} <ada.example.org>"})
    assert message.keys() == ordinary.keys()
    assert read_text(message) == "Hello\n"
    assert post.recipients == ["ada@example.org"] * 2
    assert str(message["Subject"]).endswith("wrote")
    assert len(read_raw(post).split(b"\r\n\r\n", 1)[0].split(b"\r\nBcc")) == 1


def test_an_address_for_machines_is_left_whole(deliver: Deliver, post: Any) -> None:
    """Python would encode it as words, and no mail program could follow it."""
    value = f"<https://news.example.org/mail/stop/{'a' * 200}>"
    deliver(**{"List-Unsubscribe": value, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"})
    assert f"\r\nList-Unsubscribe: {value}\r\n".encode() in read_raw(post)


def test_a_word_in_another_script_in_a_header_is_encoded(deliver: Deliver, post: Any) -> None:
    message = deliver(**{"List-Id": "Zwölf <list.news.example.org>"})
    assert str(message["List-Id"]) == "Zwölf <list.news.example.org>"
    assert read_raw(post).isascii()


def test_two_mails_of_one_id_have_two_message_ids(app: Flask, put: Put) -> None:
    """As after a backup was restored; who gets two mails of one Message-ID often sees only the first."""
    put()
    with app.app_context():
        server, mail = app.extensions["broadsheet.mail"], reading().scalars(select(Mail)).one()
        first = make_message(mail, server)["Message-ID"]
        assert make_message(mail, server)["Message-ID"] == first
        mail.made += timedelta(microseconds=1)
        assert make_message(mail, server)["Message-ID"] != first


def test_the_id_of_a_mail_that_was_sent_is_not_used_again(app: Flask, server: Any, put: Put) -> None:
    first = put()
    with app.app_context():
        assert send_due().sent == 1
    assert put() > first
