"""Readers ask to be told, confirm it, are told, and end it: all by the links in their mails."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from broadsheet.comments.models import HELD, Watch
from broadsheet.comments.watching.watches import forget_unconfirmed
from broadsheet.mail.models import Mail
from broadsheet.storage import reading, writing

STORY = "/coast/ferry"
ADA, BO = "ada@example.org", "bo@example.org"
Site, Write, Send = Callable[..., Flask], Callable[..., int], Callable[..., TestResponse]
Reader, Mails, Link = Callable[[Flask], FlaskClient], Callable[[Flask], list[Mail]], Callable[[Mail], str]


def watches(app: Flask) -> list[tuple[str, int, bool]]:
    with app.app_context():
        found = reading().scalars(select(Watch).order_by(Watch.id))
        return [(watch.email, watch.comment_id, watch.confirmed) for watch in found]


def ask(reader: FlaskClient, email: str) -> TestResponse:
    page = reader.get(STORY).text
    link = re.search(r'href="(/comments/watches[?]thread=[^"]+)"', page)
    assert link
    token = re.search(r'name="thread" value="(.*?)"', reader.get(link[1]).text)
    assert token
    return reader.post("/comments/watches", data={"thread": token[1], "email": email})


@pytest.fixture
def confirm(take_mails: Mails, link_in: Link) -> Callable[[Flask, FlaskClient], None]:
    """Follow the link of the only mail there is, and press the button."""

    def run(app: Flask, reader: FlaskClient) -> None:
        (mail,) = take_mails(app)
        link = link_in(mail)
        assert "Yes, tell me" in reader.get(link).text
        answer = reader.post("/comments/watches/confirm", data={"token": link.partition("token=")[2]})
        assert answer.status_code == 200

    return run


def test_a_thread_is_watched_after_two_yeses(
    mailing: Site, make_reader: Reader, write: Write, take_mails: Mails, link_in: Link
) -> None:
    app = mailing()
    ada = make_reader(app)
    assert "Look into your mailbox" in ask(ada, "Ada@Example.org").text
    write(app, "Too early.", name="Bo")
    mails = take_mails(app)
    assert [(mail.recipient, mail.subject) for mail in mails] == [
        (ADA, "Do you want to be told of comments on “The ferry is late”? – Broadsheet")
    ]
    link = link_in(mails[0])
    ada.get(link)
    assert watches(app) == [(ADA, 0, False)]
    ada.post("/comments/watches/confirm", data={"token": link.partition("token=")[2]})
    assert watches(app) == [(ADA, 0, True)]
    assert ada.get_cookie("broadsheet_reader")
    write(app, "In time.\n-- \nhttp://evil.example", name="Bo", email=BO)
    (mail,) = take_mails(app)
    assert (mail.recipient, mail.subject) == (ADA, "Bo wrote a comment on “The ferry is late” – Broadsheet")
    assert "> In time.\n> -- \n> http://evil.example\n" in mail.text
    assert "http://localhost/comments/2\n" in mail.text
    assert BO not in mail.text
    assert take_mails(app) == []


def test_a_mail_ends_what_it_tells_of_by_one_click(
    mailing: Site, make_reader: Reader, write: Write, take_mails: Mails, confirm: Callable[..., None]
) -> None:
    app = mailing()
    ada = make_reader(app)
    ask(ada, ADA)
    confirm(app, ada)
    write(app, "News.", name="Bo")
    (mail,) = take_mails(app)
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail.headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    program = app.test_client()
    assert "End them" in program.get(address).text
    assert len(watches(app)) == 1
    forged = program.post(address, headers={"Sec-Fetch-Site": "cross-site"})
    assert (forged.status_code, len(watches(app))) == (403, 1)
    answer = program.post(address, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, watches(app)) == (200, [])
    assert program.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    write(app, "More.", name="Bo")
    assert take_mails(app) == []


def test_the_writer_of_a_comment_is_told_of_answers_to_it_alone(
    mailing: Site,
    make_reader: Reader,
    send: Send,
    write: Write,
    take_mails: Mails,
    confirm: Callable[..., None],
) -> None:
    app = mailing()
    ada = make_reader(app)
    assert send(ada, email=ADA, watch="answers").status_code == 303
    confirm(app, ada)
    write(app, "Something else.", name="Bo")
    write(app, "An answer.", name="Bo", parent=1)
    write(app, "Deeper.", name="Cy", parent=3)
    write(app, "My own.", name="Ada", parent=1, email=ADA, verified=True)
    write(app, "Under her address.", name="Eve", email=ADA)
    write(app, "Below.", name="Eve", parent=1, email=ADA)
    (mail,) = take_mails(app)
    assert mail.subject == "3 answers to you on “The ferry is late” – Broadsheet"
    assert "> An answer." in mail.text
    assert "> Deeper." in mail.text
    assert "Something else" not in mail.text
    assert "My own" not in mail.text


def test_a_known_reader_is_not_asked_again(
    mailing: Site, make_reader: Reader, send: Send, take_mails: Mails, verify: Callable[..., None]
) -> None:
    app = mailing()
    ada = make_reader(app)
    verify(app, ada, ADA)
    send(ada, email=ADA, watch="thread")
    assert (watches(app), take_mails(app)) == ([(ADA, 0, True)], [])
    send(ada, email=BO, text="As another.", watch="thread")
    assert watches(app)[1] == (BO, 0, False)


def test_what_waits_is_told_when_it_is_shown_and_once(
    mailing: Site, make_reader: Reader, write: Write, take_mails: Mails, confirm: Callable[..., None]
) -> None:
    app = mailing(MODERATORS="")
    ada = make_reader(app)
    ask(ada, ADA)
    confirm(app, ada)
    write(app, "Held.", name="Bo", status=HELD)
    assert take_mails(app) == []
    for command in ("approve", "hold", "approve"):
        app.test_cli_runner().invoke(args=["comments", command, "1"])
    assert len(take_mails(app)) == 1
    app.test_cli_runner().invoke(args=["comments", "hold", "1"])
    app.test_cli_runner().invoke(args=["comments", "approve", "1"])
    assert take_mails(app) == []


def test_nobody_fills_a_mailbox_through_us(mailing: Site, make_reader: Reader, take_mails: Mails) -> None:
    app = mailing()
    reader = make_reader(app)
    codes = [ask(reader, ADA).status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]
    assert len(take_mails(app)) == 5


def test_the_answer_is_the_same_for_known_and_unknown_addresses(
    mailing: Site, make_reader: Reader, confirm: Callable[..., None]
) -> None:
    app = mailing()
    ada = make_reader(app)
    ask(ada, ADA)
    confirm(app, ada)
    stranger = make_reader(app)
    assert ask(stranger, ADA).text == ask(stranger, BO).text


@pytest.mark.parametrize("token", ["", "x", "eyJ.x.y"])
@pytest.mark.parametrize("act", ["confirm", "end"])
def test_a_forged_link_does_nothing(mailing: Site, make_reader: Reader, act: str, token: str) -> None:
    reader = make_reader(mailing())
    for answer in (
        reader.get(f"/comments/watches/{act}?token={token}"),
        reader.post(f"/comments/watches/{act}", data={"token": token}),
    ):
        assert answer.status_code == 422
        assert "not valid any more" in answer.text


def test_a_token_is_for_one_purpose(
    mailing: Site, make_reader: Reader, write: Write, take_mails: Mails, link_in: Link
) -> None:
    app = mailing()
    ada = make_reader(app)
    ask(ada, ADA)
    token = link_in(take_mails(app)[0]).partition("token=")[2]
    for address in ("/comments/watches/end", "/comments/my-data/erase", "/comments/moderate"):
        assert ada.post(address, data={"token": token, "decision": "approve"}).status_code == 422


def test_addresses_that_nobody_confirmed_are_forgotten(mailing: Site, make_reader: Reader) -> None:
    app = mailing()
    ask(make_reader(app), ADA)
    with app.app_context(), writing() as session:
        forget_unconfirmed(session, datetime.now(UTC) + timedelta(days=2))
    assert len(watches(app)) == 1
    with app.app_context(), writing() as session:
        forget_unconfirmed(session, datetime.now(UTC) + timedelta(days=4))
    assert watches(app) == []


def test_to_be_told_needs_an_address(mailing: Site, make_reader: Reader, send: Send) -> None:
    answer = send(make_reader(mailing()), watch="thread", email="")
    assert answer.status_code == 422
    assert "choose to be told nothing" in answer.text
    assert '<option value="thread" selected>' in answer.text


def test_without_a_mail_server_nothing_of_it_is_offered(
    newsroom: Site, make_reader: Reader, send: Send
) -> None:
    app = newsroom()
    reader = make_reader(app)
    page = reader.get(STORY).text
    assert "by e-mail" not in page.lower().replace("e-mail <span", "")
    assert send(reader, email=ADA, watch="thread").status_code == 303
    assert watches(app) == []
    assert reader.get("/comments/my-data").status_code == 404
    assert reader.get("/comments/watches").status_code == 404


def test_a_robot_that_is_caught_mails_nobody(
    mailing: Site, make_reader: Reader, send: Send, take_mails: Mails
) -> None:
    app = mailing(MODERATORS="")
    send(make_reader(app), email=ADA, watch="thread", contact_hours="9 to 5")
    assert (watches(app), take_mails(app)) == ([], [])


def test_a_reader_who_asked_is_told_to_look_into_the_mailbox(
    mailing: Site, make_reader: Reader, send: Send
) -> None:
    app = mailing()
    ada = make_reader(app)
    answer = send(ada, email=ADA, watch="thread")
    assert "Look into your mailbox" in ada.get(answer.headers["Location"]).text
    assert "Look into your mailbox" not in ada.get(f"{STORY}?comments-note=%3Cscript%3E").text


def test_many_who_watch_are_told_in_portions(
    mailing: Site, write: Write, take_mails: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = mailing()
    with app.app_context(), writing() as session:
        for number in range(7):
            for id in (0, 1):
                watch = {"thread": "ferry", "comment_id": id, "confirmed": True, "made": datetime.now(UTC)}
                session.add(Watch(email=f"{number}@example.org", **watch))
    monkeypatch.setattr("broadsheet.comments.chores.WATCHES_AT_ONCE", 3)
    write(app, "Root.")
    write(app, "Answer.", parent=1)
    mails = take_mails(app)
    assert sorted(mail.recipient for mail in mails) == [f"{number}@example.org" for number in range(7)]
    assert all("> Root." in mail.text and "> Answer." in mail.text for mail in mails)
    assert take_mails(app) == []


def test_more_comments_than_a_mail_tells_are_counted(mailing: Site, write: Write, take_mails: Mails) -> None:
    app = mailing()
    with app.app_context(), writing() as session:
        watch = {"thread": "ferry", "comment_id": 0, "confirmed": True, "made": datetime.now(UTC)}
        session.add(Watch(email=ADA, **watch))
    for number in range(25):
        write(app, f"Number {number}.")
    (mail,) = take_mails(app)
    assert "There are 5 more" in mail.text


def test_variants_of_an_address_are_one_mailbox(
    mailing: Site, make_reader: Reader, take_mails: Mails
) -> None:
    app = mailing()
    for number in range(8):
        ask(make_reader(app), f"victim+{number}@example.org")
    assert len(take_mails(app)) == 5


def test_asking_again_renews_the_link(mailing: Site, make_reader: Reader) -> None:
    app = mailing()
    ask(make_reader(app), ADA)
    with app.app_context(), writing() as session:
        session.execute(update(Watch).values(made=datetime.now(UTC) - timedelta(days=2.9)))
    ask(make_reader(app), ADA)
    with app.app_context(), writing() as session:
        forget_unconfirmed(session, datetime.now(UTC) + timedelta(days=1))
    assert len(watches(app)) == 1


def test_a_link_to_confirm_ends_when_the_watch_does(
    mailing: Site, make_reader: Reader, take_mails: Mails, link_in: Link
) -> None:
    app = mailing()
    ada = make_reader(app)
    ask(ada, ADA)
    token = link_in(take_mails(app)[0]).partition("token=")[2]
    with app.app_context(), writing() as session:
        session.execute(delete(Watch))
    assert ada.post("/comments/watches/confirm", data={"token": token}).status_code == 422
    assert ada.get_cookie("broadsheet_reader") is None


def test_who_watches_two_comments_is_told_of_answers_to_both(
    mailing: Site, write: Write, take_mails: Mails
) -> None:
    app = mailing()
    for _ in range(2):
        write(app, "Mine.", email=ADA)
    take_mails(app)
    with app.app_context(), writing() as session:
        for id in (1, 2):
            watch = {"thread": "ferry", "comment_id": id, "confirmed": True, "made": datetime.now(UTC)}
            session.add(Watch(email=ADA, **watch))
    write(app, "To the second.", parent=2, name="Bo")
    write(app, "To the first.", parent=1, name="Bo")
    (mail,) = take_mails(app)
    assert mail.text.index("> To the second.") < mail.text.index("> To the first.")


def test_a_form_sent_again_with_a_wish_to_be_told_begins_the_watch(
    mailing: Site, make_reader: Reader, send: Send
) -> None:
    app = mailing()
    ada = make_reader(app)
    send(ada, email=ADA)
    again = send(ada, email=ADA, watch="answers")
    assert "look-into-your-mailbox" in again.headers["Location"]
    assert watches(app) == [(ADA, 1, False)]
