"""One's own account: the password, the second factor, and where one is signed in."""

import html
import re
from collections.abc import Callable

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from broadsheet.desk.accounts.models import User
from broadsheet.desk.journal.models import Entry
from broadsheet.storage import reading

PASSWORD, NEW = "seven grey herons", "nine white swans"
SignIn, Make = Callable[..., FlaskClient], Callable[..., int]


def list_acts(app: Flask) -> list[str]:
    with app.app_context():
        return list(reading().scalars(select(Entry.act).order_by(Entry.id)))


def find_mo(app: Flask) -> User:
    with app.app_context():
        return reading().scalars(select(User).where(User.name == "mo")).one()


def change(
    client: FlaskClient, password: str = PASSWORD, new: str = NEW, again: str | None = None
) -> TestResponse:
    fields = {"password": password, "new_password": new, "again": new if again is None else again}
    return client.post("/desk/account/password", data=fields)


def open_offer(client: FlaskClient) -> tuple[str, str]:
    """Return the secret and the token of the page that offers a second factor."""
    page = client.get("/desk/account/second-factor").text
    secret = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', page)
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert secret
    assert token
    return secret[1].replace(" ", ""), token[1]


def set_up(client: FlaskClient) -> tuple[pyotp.TOTP, list[str]]:
    """Set the second factor up, and return the app and the spare codes."""
    secret, token = open_offer(client)
    totp = pyotp.TOTP(secret)
    answer = client.post(
        "/desk/account/second-factor", data={"token": token, "code": totp.now(), "password": PASSWORD}
    )
    assert answer.status_code == 200, answer.text
    return totp, re.findall(r"<li><code>([a-z2-7]{4}-[a-z2-7]{4})</code>", answer.text)


def test_a_password_is_changed_and_all_other_sessions_end(
    app: Flask, moderator: FlaskClient, sign_in: SignIn
) -> None:
    other, before = sign_in("mo"), moderator.get_cookie("broadsheet_desk", path="/desk/")
    answer = change(moderator)
    assert answer.status_code == 303
    assert "Your password is changed" in moderator.get(answer.headers["Location"]).text
    assert moderator.get_cookie("broadsheet_desk", path="/desk/") != before
    assert other.get("/desk/").status_code == 303
    sign_in("mo", NEW)
    assert list_acts(app) == ["password"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password": "another one"}, "This is not your password."),
        ({"password": ""}, "This is not your password."),
        ({"again": "nine white swan"}, "not typed the same twice"),
        ({"new": "short"}, "12 to 200 characters"),
        ({"new": "password1234"}, "guessed first"),
        ({"new": "x" * 100_000}, "12 to 200 characters"),
    ],
)
def test_what_is_wrong_with_a_password_is_told(
    app: Flask, moderator: FlaskClient, fields: dict[str, str], said: str
) -> None:
    before = find_mo(app).password
    answer = change(moderator, **fields)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert "seven grey" not in answer.text
    assert (find_mo(app).password, list_acts(app)) == (before, [])


def test_a_browser_that_was_left_open_does_not_guess_the_password(moderator: FlaskClient) -> None:
    assert [change(moderator, "guessed").status_code for _ in range(11)] == [422] * 10 + [429]
    late = change(moderator)
    assert (late.status_code, "Retry-After" in late.headers) == (429, True)
    assert moderator.get("/desk/account").status_code == 200


def test_a_second_factor_is_set_up_and_asked_for(
    app: Flask, moderator: FlaskClient, reader: FlaskClient
) -> None:
    totp, spare = set_up(moderator)
    assert len(set(spare)) == 10
    assert not any(code in moderator.get("/desk/account").text for code in spare)
    given = {"name": "mo", "password": PASSWORD}
    assert reader.post("/desk/sign-in", data=given).status_code == 422
    assert reader.post("/desk/sign-in", data=given | {"code": totp.now()}).status_code == 422, (
        "it was used to set up"
    )
    assert reader.post("/desk/sign-in", data=given | {"code": spare[0]}).status_code == 303
    assert reader.post("/desk/sign-in", data=given | {"code": spare[0]}).status_code == 422
    assert "9 spare codes" in moderator.get("/desk/account").text
    assert list_acts(app) == ["set-up-factor"]


def test_the_app_is_offered_a_picture_of_what_it_is_to_take(app: Flask, moderator: FlaskClient) -> None:
    page = moderator.get("/desk/account/second-factor").text
    address = html.unescape(re.findall(r'href="(otpauth:[^"]+)"', page)[0])
    assert pyotp.parse_uri(address).name == "mo"
    assert "issuer=Broadsheet" in address
    path = re.findall(r'<path fill="#000" d="([^"]+)"', page)[0]
    assert re.fullmatch(r"(M\d+ \d+h1v1h-1z)+", path)
    assert find_mo(app).code_salt is None, "nothing is changed by looking"


def test_no_offer_is_made_twice(moderator: FlaskClient) -> None:
    assert open_offer(moderator)[0] != open_offer(moderator)[0]


def test_a_factor_is_not_set_up_without_code_password_and_offer(
    app: Flask, moderator: FlaskClient, make_user: Make, sign_in: SignIn
) -> None:
    make_user("edda")
    secret, token = open_offer(moderator)
    elses = open_offer(sign_in("edda"))
    right = {"token": token, "code": pyotp.TOTP(secret).now(), "password": PASSWORD}
    wrong = [
        {"code": "000000"}, {"code": ""}, {"code": "é"}, {"password": "guessed"}, {"password": ""},
        {"token": "forged"}, {"token": ""},
        {"token": elses[1], "code": pyotp.TOTP(elses[0]).now()},
    ]  # fmt: skip
    for fields in wrong:
        answer = moderator.post("/desk/account/second-factor", data=right | fields)
        assert (fields, answer.status_code) == (fields, 422)
    assert find_mo(app).code_salt is None
    assert list_acts(app) == []
    assert moderator.post("/desk/account/second-factor", data=right).status_code == 200


def test_an_offer_ends(moderator: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, token = open_offer(moderator)
    monkeypatch.setattr("broadsheet.desk.accounts.second_factor.SECONDS_OFFERED", -1)
    given = {"token": token, "code": pyotp.TOTP(secret).now(), "password": PASSWORD}
    assert "open for too long" in moderator.post("/desk/account/second-factor", data=given).text


def test_a_factor_that_is_there_is_not_replaced(app: Flask, moderator: FlaskClient) -> None:
    secret, token = open_offer(moderator)
    set_up(moderator)
    before = find_mo(app).code_salt
    given = {"token": token, "code": pyotp.TOTP(secret).now(), "password": PASSWORD}
    assert moderator.get("/desk/account/second-factor").status_code == 303
    assert moderator.post("/desk/account/second-factor", data=given).status_code == 303
    assert find_mo(app).code_salt == before


def test_new_spare_codes_end_the_old_ones(app: Flask, moderator: FlaskClient, reader: FlaskClient) -> None:
    _, old = set_up(moderator)
    assert (
        moderator.post("/desk/account/second-factor/change", data={"password": "guessed"}).status_code == 422
    )
    answer = moderator.post(
        "/desk/account/second-factor/change", data={"password": PASSWORD, "act": "spare-codes"}
    )
    new = re.findall(r"<li><code>([a-z2-7-]+)</code>", answer.text)
    given = {"name": "mo", "password": PASSWORD}
    assert reader.post("/desk/sign-in", data=given | {"code": old[0]}).status_code == 422
    assert reader.post("/desk/sign-in", data=given | {"code": new[0]}).status_code == 303


def test_a_factor_is_turned_off_with_the_password(
    app: Flask, moderator: FlaskClient, sign_in: SignIn
) -> None:
    set_up(moderator)
    assert moderator.post("/desk/account/second-factor/change", data={"act": "off"}).status_code == 422
    answer = moderator.post("/desk/account/second-factor/change", data={"act": "off", "password": PASSWORD})
    assert "Your password alone is asked for now." in moderator.get(answer.headers["Location"]).text
    assert (find_mo(app).code_salt, find_mo(app).spare_codes) == (None, [])
    sign_in("mo")
    assert list_acts(app) == ["set-up-factor", "forget-factor"]


def test_one_ends_sessions_of_ones_own(
    app: Flask, moderator: FlaskClient, make_user: Make, sign_in: SignIn
) -> None:
    make_user("edda")
    edda, phone, office = sign_in("edda"), sign_in("mo"), sign_in("mo")
    page = moderator.get("/desk/account").text
    ids = re.findall(r'name="session" value="(\d+)"', page)
    assert len(ids) == 2
    stranger = re.findall(r'name="session" value="(\d+)"', edda.get("/desk/account").text)
    assert stranger == []
    for id in ids[:1]:
        moderator.post("/desk/account/sessions", data={"session": id})
    assert sorted([phone.get("/desk/").status_code, office.get("/desk/").status_code]) == [200, 303]
    done = moderator.post("/desk/account/sessions")
    assert "signed out everywhere else" in moderator.get(done.headers["Location"]).text
    assert [client.get("/desk/").status_code for client in (phone, office, edda)] == [303, 303, 200]


@pytest.mark.parametrize("id", ["1", "0", "-1", "9" * 30, "9" * 6_000, "2147483648"])
def test_nobody_ends_a_session_of_another(
    make_user: Make, sign_in: SignIn, moderator: FlaskClient, id: str
) -> None:
    make_user("edda")
    edda = sign_in("edda")
    edda.post("/desk/account/sessions", data={"session": id})
    assert moderator.get("/desk/").status_code == 200


@pytest.mark.parametrize("id", ["", "0", "x", "9" * 6_000])
def test_what_names_no_session_does_not_end_all(moderator: FlaskClient, sign_in: SignIn, id: str) -> None:
    phone = sign_in("mo")
    moderator.post("/desk/account/sessions", data={"session": id})
    assert phone.get("/desk/").status_code == 200


@pytest.mark.parametrize("done", ["", "0" * 16, "x\0", "é", "' OR 1=1", "x" * 10_000])
def test_what_was_not_done_is_not_told(moderator: FlaskClient, done: str) -> None:
    answer = moderator.get("/desk/account", query_string={"done": done})
    assert (answer.status_code, 'role="status"' in answer.text) == (200, False)


def test_a_password_that_a_form_sent_is_not_kept_over_a_sign_in(reader: FlaskClient, make_user: Make) -> None:
    make_user("mo")
    asked = reader.post(
        "/desk/account/password",
        data={"password": PASSWORD, "new_password": NEW, "again": NEW, "more": "<kept>"},
    )
    assert asked.status_code == 401
    assert NEW not in asked.text
    assert PASSWORD not in asked.text
    assert 'name="kept-more" value="&lt;kept&gt;"' in asked.text
    form = {
        "name": "mo",
        "password": PASSWORD,
        "next": "/desk/account/password",
        "sent": "yes",
        "kept-more": "<kept>",
    }
    again = reader.post("/desk/sign-in", data=form)
    assert (again.status_code, 'action="/desk/account/password"' in again.text) == (200, True)
    assert 'name="more" value="&lt;kept&gt;"' in again.text


def test_a_button_without_fields_is_asked_for_again_after_a_sign_in(
    reader: FlaskClient, make_user: Make
) -> None:
    make_user("mo")
    asked = reader.post("/desk/account/sessions")
    assert 'name="sent"' in asked.text
    form = {"name": "mo", "password": PASSWORD, "next": "/desk/account/sessions", "sent": "yes"}
    assert 'action="/desk/account/sessions"' in reader.post("/desk/sign-in", data=form).text
