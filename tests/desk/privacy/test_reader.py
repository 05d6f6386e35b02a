"""A reader asks what is kept of them, or to have it erased."""

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from broadsheet.comments.models import Comment
from broadsheet.desk.journal.models import Entry
from broadsheet.storage import reading

ADA = "ada@example.org"
Entries = Callable[[], list[Entry]]


@pytest.fixture
def written(app: Flask, story: str, write: Callable[..., int]) -> Flask:
    write(app, "One <b>.", email=ADA)
    write(app, "Two.", email=ADA, status="held")
    write(app, "An answer.", parent=1, name="Bo", email="bo@example.org")
    return app


def list_texts(app: Flask) -> list[str]:
    with app.app_context():
        return list(reading().scalars(select(Comment.text).order_by(Comment.id)))


def ask_to_erase(owner: FlaskClient) -> dict[str, str]:
    """Ask for the page that says what will go, and return what its form sends."""
    page = owner.post("/desk/privacy/reader/erase", data={"email": ADA}).text
    assert "2 comments" in page
    version = re.search(r'name="version" value="(\w+)"', page)
    assert version
    return {"email": ADA, "version": version[1], "sure": "yes"}


def test_all_that_is_kept_is_shown(owner: FlaskClient, written: Flask) -> None:
    page = owner.post("/desk/privacy/reader", data={"email": " Ada@Example.org "}).text
    assert "One &lt;b&gt;." in page
    assert "Two." in page
    assert "An answer." not in page
    assert "0 comments" in owner.post("/desk/privacy/reader", data={"email": "zoe@example.org"}).text


def test_it_is_sent_as_a_file_and_noted_without_a_name(
    owner: FlaskClient, written: Flask, list_entries: Entries
) -> None:
    answer = owner.post("/desk/privacy/reader/download", data={"email": ADA})
    assert [comment["text"] for comment in json.loads(answer.text)["comments"]] == ["One <b>.", "Two."]
    assert (answer.headers["Cache-Control"], "attachment" in answer.headers["Content-Disposition"]) == (
        "no-store",
        True,
    )
    (entry,) = list_entries()
    assert (entry.act, entry.kind, entry.subject, entry.after) == (
        "download",
        "reader",
        "request",
        {"comments": 2, "watches": 0},
    )


def test_it_is_erased_after_a_page_that_says_what_will_go(
    owner: FlaskClient, written: Flask, list_entries: Entries
) -> None:
    form = ask_to_erase(owner)
    assert list_texts(written) == ["One <b>.", "Two.", "An answer."]
    answer = owner.post("/desk/privacy/reader/erase", data=form)
    assert answer.status_code == 303
    assert ADA not in answer.headers["Location"]
    assert "is erased" in owner.get(answer.headers["Location"]).text
    assert list_texts(written) == ["", "", "An answer."]
    (entry,) = list_entries()
    assert (entry.act, entry.before) == ("erase", {"comments": 2, "watches": 0})


def test_what_came_meanwhile_is_not_erased_unseen(
    owner: FlaskClient, written: Flask, write: Callable[..., int], list_entries: Entries
) -> None:
    form = ask_to_erase(owner)
    write(written, "Three.", email=ADA)
    answer = owner.post("/desk/privacy/reader/erase", data=form)
    assert (answer.status_code, "nothing is erased yet" in answer.text, "3 comments" in answer.text) == (
        409,
        True,
        True,
    )
    assert list_texts(written)[0] == "One <b>."
    assert list_entries() == []


def test_a_form_that_is_sent_several_times_erases_once(
    owner: FlaskClient,
    written: Flask,
    list_entries: Entries,
    sign_in: Callable[..., FlaskClient],
    together: Callable[..., None],
) -> None:
    form, codes = ask_to_erase(owner), []
    together(lambda: codes.append(sign_in("olga").post("/desk/privacy/reader/erase", data=form).status_code))
    assert codes == [303] * 4
    assert list_texts(written) == ["", "", "An answer."]
    assert [(entry.act, entry.before) for entry in list_entries()] == [
        ("erase", {"comments": 2, "watches": 0})
    ]


def test_the_journal_never_holds_an_address(
    owner: FlaskClient, written: Flask, list_entries: Entries
) -> None:
    owner.post("/desk/privacy/reader/download", data={"email": ADA})
    owner.post("/desk/privacy/reader/erase", data=ask_to_erase(owner))
    for entry in list_entries():
        told = json.dumps([entry.subject, entry.before, entry.after, entry.note])
        assert not any(secret in told for secret in (ADA, "Ada", "One", "@"))


@pytest.mark.parametrize("act", ["", "/download", "/erase"])
@pytest.mark.parametrize("email", ["", "ada", "a@b\0", "a@b.c, d@e.f", "x" * 9_000 + "@example.org", "%"])
def test_what_is_no_address_is_told(owner: FlaskClient, written: Flask, act: str, email: str) -> None:
    answer = owner.post(f"/desk/privacy/reader{act}", data={"email": email, "sure": "yes", "version": ""})
    assert (answer.status_code, "This is not one e-mail address" in answer.text) == (422, True)
    assert list_texts(written)[0] == "One <b>."


def test_no_address_stands_in_an_address(owner: FlaskClient, written: Flask) -> None:
    """What is asked for by GET would stand in logs."""
    for act in ("", "/download", "/erase"):
        assert owner.get(f"/desk/privacy/reader{act}?email={ADA}").status_code == 404
