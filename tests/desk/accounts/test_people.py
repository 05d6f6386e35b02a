"""All accounts, for owners."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from broadsheet.desk.accounts.models import User
from broadsheet.desk.journal.models import Entry
from broadsheet.desk.roles import EDITOR, MODERATOR, OWNER
from broadsheet.storage import reading, writing

Make, SignIn = Callable[..., int], Callable[..., FlaskClient]


@pytest.fixture
def mo(make_user: Make) -> str:
    """The address of another account."""
    return f"/desk/people/{make_user('mo', MODERATOR, 'Mo <Patient>')}"


def last_entry(app: Flask) -> Entry | None:
    with app.app_context():
        return reading().scalars(select(Entry).order_by(Entry.id.desc())).first()


def test_owners_see_all_accounts(owner: FlaskClient, mo: str, sign_in: SignIn) -> None:
    sign_in("mo")
    page = owner.get("/desk/people").text
    assert f'href="{mo}">mo</a>' in page
    assert "Mo &lt;Patient&gt;" in page
    assert "Signed in with 1 browser" in owner.get(mo).text


def test_a_role_is_changed_and_noted(app: Flask, owner: FlaskClient, mo: str) -> None:
    answer = owner.post(mo, data={"act": "role", "was": MODERATOR, "role": EDITOR})
    assert "The role is changed." in owner.get(answer.headers["Location"]).text
    entry = last_entry(app)
    assert entry
    assert (entry.who, entry.act, entry.kind, entry.subject) == ("olga", "role", "user", "mo")
    assert (entry.before, entry.after) == (
        {"role": "moderator", "second_factor": False, "passkeys": 0},
        {"role": "editor", "second_factor": False, "passkeys": 0},
    )


def test_a_role_that_changed_meanwhile_is_not_changed_unseen(app: Flask, owner: FlaskClient, mo: str) -> None:
    answer = owner.post(mo, data={"act": "role", "was": EDITOR, "role": "owner"})
    assert (answer.status_code, "another role by now" in answer.text) == (409, True)
    assert last_entry(app) is None


def test_an_owner_who_steps_down_is_led_where_they_may_be(
    owner: FlaskClient, make_user: Make, app: Flask
) -> None:
    make_user("otto", OWNER)
    with app.app_context():
        id = reading().scalars(select(User.id).where(User.name == "olga")).one()
    answer = owner.post(f"/desk/people/{id}", data={"act": "role", "was": OWNER, "role": EDITOR})
    assert (answer.status_code, owner.get(answer.location).status_code) == (303, 200)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400), ({"act": ""}, 400), ({"act": "promote"}, 400),
        ({"act": "role", "was": MODERATOR, "role": "emperor"}, 422),
        ({"act": "role", "was": MODERATOR}, 422), ({"act": "role"}, 409), ({"act": "remove"}, 422),
    ],
)  # fmt: skip
def test_what_makes_no_sense_changes_nothing(
    app: Flask, owner: FlaskClient, mo: str, fields: dict[str, str], status: int
) -> None:
    assert owner.post(mo, data=fields).status_code == status
    assert last_entry(app) is None


def test_the_only_owner_stays(app: Flask, owner: FlaskClient) -> None:
    with app.app_context():
        own = f"/desk/people/{reading().scalars(select(User.id)).one()}"
    for fields in ({"act": "role", "was": "owner", "role": EDITOR}, {"act": "remove", "sure": "yes"}):
        answer = owner.post(own, data=fields)
        assert (answer.status_code, "the only owner" in answer.text) == (422, True)
    assert owner.get("/desk/people").status_code == 200


def test_an_account_is_removed_with_its_sessions(
    app: Flask, owner: FlaskClient, mo: str, sign_in: SignIn
) -> None:
    client = sign_in("mo")
    answer = owner.post(mo, data={"act": "remove", "sure": "yes"})
    assert "The account is removed." in owner.get(answer.headers["Location"]).text
    assert client.get("/desk/").status_code == 303
    assert owner.get(mo).status_code == 404
    assert owner.post(mo, data={"act": "remove", "sure": "yes"}).status_code == 404
    entry = last_entry(app)
    assert entry
    assert (entry.act, entry.after) == ("remove", None)


def test_a_lost_phone_is_forgotten_and_sessions_end(
    app: Flask, owner: FlaskClient, mo: str, sign_in: SignIn
) -> None:
    client = sign_in("mo")
    with app.app_context(), writing() as session:
        session.scalars(select(User).where(User.name == "mo")).one().code_salt = "a" * 32
    assert "Forget the second factor" in owner.get(mo).text
    assert owner.post(mo, data={"act": "forget-factor"}).status_code == 303
    assert "Forget the second factor" not in owner.get(mo).text
    assert owner.post(mo, data={"act": "sign-out"}).status_code == 303
    assert client.get("/desk/").status_code == 303


@pytest.mark.parametrize("id", ["0", "99", "2147483648", "9" * 40, "-1", "1.5", "x"])
def test_an_account_that_is_not_there_is_not_found(owner: FlaskClient, id: str) -> None:
    assert owner.get(f"/desk/people/{id}").status_code == 404
    assert owner.post(f"/desk/people/{id}", data={"act": "sign-out"}).status_code in {404, 405}
