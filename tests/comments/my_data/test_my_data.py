"""A reader sees, downloads and erases what was written under an address, and only whoever reads its mail can."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.comments.models import APPROVED, DELETED, Comment
from broadsheet.mail.models import Mail

STORY = "/coast/ferry"
ADA, BO = "ada@example.org", "bo@example.org"
Site, Write, Send = Callable[..., Flask], Callable[..., int], Callable[..., TestResponse]
Reader, Mails, Link = Callable[[Flask], FlaskClient], Callable[[Flask], list[Mail]], Callable[[Mail], str]
Stored = Callable[[Flask], list[Comment]]


@pytest.fixture
def site(mailing: Site, write: Write) -> Flask:
    """A thread in which Ada has written twice and Bo has answered her once."""
    app = mailing()
    write(app, "One.", email=ADA, website="https://ada.example")
    write(app, "Two.", email=ADA)
    write(app, "An answer.", parent=1, name="Bo", email=BO)
    return app


@pytest.fixture
def token(site: Flask, make_reader: Reader, take_mails: Mails, link_in: Link) -> str:
    """What stands in the link that was sent to Ada."""
    make_reader(site).post("/comments/my-data", data={"email": ADA.upper()})
    (mail,) = take_mails(site)
    assert (mail.recipient, mail.subject) == (ADA, "Your data – Broadsheet")
    return link_in(mail).partition("token=")[2]


def test_a_reader_sees_and_downloads_all(site: Flask, make_reader: Reader, token: str) -> None:
    reader = make_reader(site)
    page = reader.get(f"/comments/my-data?token={token}").text
    assert "2 comments" in page
    assert "An answer." not in page
    answer = reader.get(f"/comments/my-data/download?token={token}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    data = answer.get_json()
    assert [comment["text"] for comment in data["comments"]] == ["One.", "Two."]
    assert data["comments"][0]["website"] == "https://ada.example"
    assert data["email"] == ADA


def test_a_reader_erases_all(
    site: Flask, make_reader: Reader, stored: Stored, token: str, take_mails: Mails
) -> None:
    reader = make_reader(site)
    reader.post("/comments/my-data", data={"email": ADA})
    unsure = reader.post("/comments/my-data/erase", data={"token": token})
    assert (unsure.status_code, stored(site)[0].text) == (422, "One.")
    answer = reader.post("/comments/my-data/erase", data={"token": token, "sure": "yes"})
    assert "2 comments" in answer.text
    one, two, other = stored(site)
    for comment in (one, two):
        assert (comment.status, comment.name, comment.email, comment.website, comment.text, comment.html) == (
            DELETED, "", "", "", "", "",
        )  # fmt: skip
    assert (other.status, other.text) == (APPROVED, "An answer.")
    page = site.test_client().get(STORY).text
    assert "A comment stood here" in page
    assert "An answer." in page
    assert "1 comment<" in page
    assert take_mails(site) == []
    assert reader.get(f"/comments/my-data/download?token={token}").get_json()["comments"] == []


def test_the_answer_is_the_same_for_known_and_unknown_addresses(
    site: Flask, make_reader: Reader, take_mails: Mails
) -> None:
    known = make_reader(site).post("/comments/my-data", data={"email": ADA})
    unknown = make_reader(site).post("/comments/my-data", data={"email": "zoe@example.org"})
    assert known.text.replace(ADA, "x") == unknown.text.replace("zoe@example.org", "x")
    assert [mail.subject for mail in take_mails(site)] == ["Your data – Broadsheet"] * 2


@pytest.mark.parametrize("address", ["", "/download"])
def test_a_forged_link_shows_nothing(site: Flask, make_reader: Reader, address: str) -> None:
    answer = make_reader(site).get(f"/comments/my-data{address}?token=forged")
    assert answer.status_code == 422
    assert "One." not in answer.text


@pytest.mark.parametrize("act", ["erase", "remember"])
def test_a_forged_post_does_nothing(
    site: Flask, make_reader: Reader, stored: Stored, token: str, act: str
) -> None:
    reader = make_reader(site)
    assert reader.post(f"/comments/my-data/{act}", data={"token": "forged"}).status_code == 422
    cross = reader.post(
        f"/comments/my-data/{act}", data={"token": token}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert cross.status_code == 403
    assert reader.get(f"/comments/my-data/{act}?token={token}").status_code == 404
    assert stored(site)[0].text == "One."


def test_an_address_gets_few_links_a_day(site: Flask, make_reader: Reader, take_mails: Mails) -> None:
    codes = [make_reader(site).post("/comments/my-data", data={"email": ADA}).status_code for _ in range(7)]
    assert codes == [200] * 5 + [429] * 2
    assert len(take_mails(site)) == 5


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "x\r\nBcc: eve@example.org@example.org", "a@b.c>, <d@e.f"]
)
def test_what_is_no_address_gets_nothing(
    site: Flask, make_reader: Reader, take_mails: Mails, email: str
) -> None:
    answer = make_reader(site).post("/comments/my-data", data={"email": email})
    assert answer.status_code == 422
    assert take_mails(site) == []


def test_the_command_erases_too(site: Flask, stored: Stored) -> None:
    result = site.test_cli_runner().invoke(args=["comments", "erase", "Ada@example.org"])
    assert (result.exit_code, result.output) == (
        0,
        "Erased 2 comments, and all else that was kept under ada@example.org.\n",
    )
    assert [comment.text for comment in stored(site)] == ["", "", "An answer."]
