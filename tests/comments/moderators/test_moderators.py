"""Moderators decide from their mailbox, and nothing happens before they press a button."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.comments.models import APPROVED, DELETED, HELD, SPAM, Comment
from broadsheet.mail.models import Mail
from broadsheet.settings import SettingsError

STORY = "/coast/ferry"
Site, Write, Send = Callable[..., Flask], Callable[..., int], Callable[..., TestResponse]
Reader, Mails, Link = Callable[[Flask], FlaskClient], Callable[[Flask], list[Mail]], Callable[[Mail], str]
Stored = Callable[[Flask], list[Comment]]


@pytest.fixture
def site(mailing: Site) -> Flask:
    return mailing(COMMENTS_MODERATION="hold")


def press(moderator: FlaskClient, link: str, decision: str) -> TestResponse:
    page = moderator.get(link).text
    version = re.search(r'name="version" value="(.*?)"', page)
    assert version
    given = {"token": link.partition("token=")[2], "version": version[1], "decision": decision}
    return moderator.post("/comments/moderate", data=given)


def test_what_waits_is_told_to_every_moderator(
    site: Flask, make_reader: Reader, send: Send, take_mails: Mails, stored: Stored
) -> None:
    for text in ("First.", "Second."):
        send(make_reader(site), text=text, name="Eve\u2028X")
    mails = take_mails(site)
    assert [(mail.recipient, mail.subject) for mail in mails] == [
        ("mo@example.org", "2 comments wait for you – Broadsheet"),
        ("ed@example.org", "2 comments wait for you – Broadsheet"),
    ]
    for part in ("> First.", "> Second.", "“The ferry is late”", "Every comment waits for a moderator."):
        assert part in mails[0].text
    assert take_mails(site) == []


@pytest.mark.parametrize(("decision", "status"), [("approve", APPROVED), ("spam", SPAM), ("delete", DELETED)])
def test_a_moderator_decides_on_the_page_of_the_mail(
    site: Flask,
    make_reader: Reader,
    write: Write,
    take_mails: Mails,
    link_in: Link,
    stored: Stored,
    decision: str,
    status: str,
) -> None:
    write(site, "Is it *late*?", status=HELD)
    link, moderator = link_in(take_mails(site)[0]), make_reader(site)
    page = moderator.get(link)
    assert "Is it <em>late</em>?" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert stored(site)[0].status == HELD
    assert press(moderator, link, decision).status_code == 200
    assert stored(site)[0].status == status


def test_a_decision_is_only_on_what_was_seen(
    site: Flask, make_reader: Reader, send: Send, take_mails: Mails, link_in: Link, stored: Stored
) -> None:
    writer = make_reader(site)
    send(writer, text="Harmless.")
    link, moderator = link_in(take_mails(site)[0]), make_reader(site)
    version = re.search(r'name="version" value="(.*?)"', moderator.get(link).text)
    assert version
    writer.post("/comments/1/edit", data={"text": "Not harmless."})
    given = {"token": link.partition("token=")[2], "version": version[1], "decision": "approve"}
    answer = moderator.post("/comments/moderate", data=given)
    assert answer.status_code == 409
    assert "Not harmless" in answer.text
    assert stored(site)[0].status == HELD
    assert take_mails(site)[0].subject.startswith("1 comment waits for you")


def test_a_former_moderator_decides_nothing(
    mailing: Site, write: Write, make_reader: Reader, take_mails: Mails, link_in: Link, stored: Stored
) -> None:
    app = mailing(COMMENTS_MODERATION="hold")
    write(app, "Is it late?", status=HELD)
    link = link_in(take_mails(app)[0])
    later = mailing(COMMENTS_MODERATION="hold", MODERATORS="ed@example.org")
    moderator = make_reader(later)
    assert moderator.get(link).status_code == 422
    given = {"token": link.partition("token=")[2], "decision": "approve"}
    assert moderator.post("/comments/moderate", data=given).status_code == 422
    assert stored(later)[0].status == HELD


def test_another_site_cannot_decide(
    site: Flask, make_reader: Reader, write: Write, take_mails: Mails, link_in: Link, stored: Stored
) -> None:
    write(site, "Is it late?", status=HELD)
    token = link_in(take_mails(site)[0]).partition("token=")[2]
    forged = make_reader(site).post(
        "/comments/moderate",
        data={"token": token, "decision": "approve"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert (forged.status_code, stored(site)[0].status) == (403, HELD)


@pytest.mark.parametrize("decision", ["", "burn"])
def test_an_unknown_decision_is_none(
    site: Flask,
    make_reader: Reader,
    write: Write,
    take_mails: Mails,
    link_in: Link,
    stored: Stored,
    decision: str,
) -> None:
    write(site, "Is it late?", status=HELD)
    answer = press(make_reader(site), link_in(take_mails(site)[0]), decision)
    assert (answer.status_code, stored(site)[0].status) == (422, HELD)


def test_a_flood_is_one_mail(site: Flask, write: Write, take_mails: Mails) -> None:
    for number in range(30):
        write(site, f"Number {number}.", status=HELD)
    mails = take_mails(site)
    assert len(mails) == 2
    assert "10 more wait" in mails[0].text


def test_one_moderator_does_not_overturn_another_unseen(
    site: Flask, make_reader: Reader, write: Write, take_mails: Mails, link_in: Link, stored: Stored
) -> None:
    write(site, "Is it late?", status=HELD)
    link, other = link_in(take_mails(site)[0]), make_reader(site)
    version = re.search(r'name="version" value="(.*?)"', other.get(link).text)
    assert version
    press(make_reader(site), link, "approve")
    given = {"token": link.partition("token=")[2], "version": version[1], "decision": "spam"}
    answer = other.post("/comments/moderate", data=given)
    assert (answer.status_code, stored(site)[0].status) == (409, APPROVED)
    assert "another moderator" in answer.text


def test_decisions_from_the_mailbox_teach(
    site: Flask, make_reader: Reader, write: Write, take_mails: Mails, link_in: Link, stored: Stored
) -> None:
    write(site, "Buy this.", status=HELD)
    press(make_reader(site), link_in(take_mails(site)[0]), "spam")
    assert stored(site)[0].learned == "spam"


def test_what_is_no_address_stops_the_start(mailing: Site) -> None:
    with pytest.raises(SettingsError, match="moderators"):
        mailing(MODERATORS="Mo <mo@example.org>")


def test_an_erased_comment_cannot_be_shown(
    site: Flask, make_reader: Reader, write: Write, take_mails: Mails, link_in: Link
) -> None:
    write(site, "Is it late?", status=HELD, email="ada@example.org")
    link = link_in(take_mails(site)[0])
    site.test_cli_runner().invoke(args=["comments", "erase", "ada@example.org"])
    assert make_reader(site).get(link).status_code == 422
    token = link.partition("token=")[2]
    given = {"token": token, "version": "", "decision": "approve"}
    assert make_reader(site).post("/comments/moderate", data=given).status_code == 422
    assert site.test_cli_runner().invoke(args=["comments", "approve", "1"]).exit_code == 1


def test_a_changed_comment_is_not_approved_unread(
    site: Flask, make_reader: Reader, send: Send, stored: Stored
) -> None:
    writer, runner = make_reader(site), site.test_cli_runner()
    send(writer, text="Harmless.")
    writer.post("/comments/1/edit", data={"text": "Not harmless."})
    refused = runner.invoke(args=["comments", "approve", "1"])
    assert (refused.exit_code, stored(site)[0].status) == (1, HELD)
    name = runner.invoke(args=["comments", "list"]).output.split()[0]
    assert f"listed as {name}" in " ".join(refused.output.split())
    assert runner.invoke(args=["comments", "approve", name]).exit_code == 0
    assert stored(site)[0].status == APPROVED


@pytest.mark.parametrize("name", ["x", "0", "-1", "99999999999", "1.5", "²"])
def test_what_is_no_number_of_a_comment_is_told(site: Flask, name: str) -> None:
    result = site.test_cli_runner().invoke(args=["comments", "approve", "--", name])
    assert result.exit_code == 2
    assert "no number of a comment" in result.output


def test_what_waits_is_one_mail_with_the_true_number(site: Flask, write: Write, take_mails: Mails) -> None:
    for number in range(120):
        write(site, f"Number {number}.", status=HELD)
    first, second = take_mails(site)
    assert first.subject == second.subject == "120 comments wait for you – Broadsheet"
    assert "100 more wait" in first.text


def test_a_button_pressed_twice_decides_once(
    site: Flask, make_reader: Reader, write: Write, take_mails: Mails, link_in: Link, stored: Stored
) -> None:
    write(site, "Is it late?", status=HELD)
    link, moderator = link_in(take_mails(site)[0]), make_reader(site)
    version = re.search(r'name="version" value="(.*?)"', moderator.get(link).text)
    assert version
    given = {"token": link.partition("token=")[2], "version": version[1], "decision": "approve"}
    answers = [moderator.post("/comments/moderate", data=given) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert stored(site)[0].status == APPROVED
