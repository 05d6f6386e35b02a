"""Passkeys: made by a device in software, and everything that must not sign anybody in."""

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from broadsheet.desk.accounts import passkey_offers
from broadsheet.desk.accounts.models import Passkey, SignedIn
from broadsheet.desk.journal.models import Entry
from broadsheet.desk.roles import OWNER
from broadsheet.storage import reading, writing

PASSWORD, SIGN_IN = "seven grey herons", "/desk/sign-in/passkey"
Make, SignIn, Read = Callable[..., int], Callable[..., FlaskClient], Callable[[Flask], FlaskClient]
Device = Any


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(ADDRESS="http://localhost")


@pytest.fixture
def device(moderator: FlaskClient, make_device: Callable[..., Device]) -> Device:
    """A device with a passkey of mo."""
    device = make_device()
    assert add(moderator, device).status_code == 303
    return device


def ask_for_key(client: FlaskClient) -> dict[str, Any]:
    """Return what the page offers to a device."""
    page = client.post("/desk/account/passkeys/new", data={"password": PASSWORD})
    found = re.search(r'data-offer="([^"]+)"', page.text)
    assert found, page.text
    offer: dict[str, Any] = json.loads(html.unescape(found[1]))
    return offer


def add(client: FlaskClient, device: Device) -> TestResponse:
    return client.post("/desk/account/passkeys", data=device.make(ask_for_key(client)))


def sign(client: FlaskClient, device: Device, **more: str) -> TestResponse:
    return client.post(SIGN_IN, data=device.sign(client.get(SIGN_IN).json) | more)


def list_kept(app: Flask) -> list[Passkey]:
    with app.app_context():
        return list(reading().scalars(select(Passkey).order_by(Passkey.id)))


def list_acts(app: Flask) -> list[Entry]:
    with app.app_context():
        return list(reading().scalars(select(Entry).order_by(Entry.id)))


def count_signed_in(app: Flask) -> int:
    with app.app_context():
        return len(reading().scalars(select(SignedIn.id)).all())


def test_a_passkey_signs_in_by_itself(app: Flask, device: Device, reader: FlaskClient) -> None:
    answer = sign(reader, device, next="/desk/account")
    assert (answer.status_code, answer.location) == (303, "/desk/account")
    assert "You are signed in as mo." in reader.get("/desk/account").text
    assert {cookie.key for cookie in reader._cookies.values()} == {"broadsheet_desk", "broadsheet_desk_known"}


def test_a_passkey_replaces_the_code_too(app: Flask, device: Device, reader: FlaskClient) -> None:
    with app.app_context(), writing() as session:
        session.execute(update(passkey_offers.User).values(code_salt="a" * 32))
    assert reader.post("/desk/sign-in", data={"name": "mo", "password": PASSWORD}).status_code == 422
    assert sign(reader, device).status_code == 303


def test_a_session_is_a_new_one_at_each_sign_in(app: Flask, device: Device, reader: FlaskClient) -> None:
    before = count_signed_in(app)
    words = []
    for _ in range(2):
        assert sign(reader, device).status_code == 303
        words.append(reader.get_cookie("broadsheet_desk", path="/desk/").value)  # type: ignore[union-attr]
    assert len(set(words)) == 2
    assert count_signed_in(app) == before + 1


def test_the_account_shows_its_passkeys(moderator: FlaskClient, device: Device, reader: FlaskClient) -> None:
    assert "not used yet" in moderator.get("/desk/account").text
    sign(reader, device)
    page = moderator.get("/desk/account").text
    assert "not used yet" not in page
    assert page.count('name="passkey" value="') == 1


def test_the_journal_says_that_a_key_came_and_went_and_not_which(
    app: Flask, moderator: FlaskClient, device: Device
) -> None:
    (kept,) = list_kept(app)
    answer = moderator.post("/desk/account/passkeys/remove", data={"passkey": kept.id})
    assert "The passkey is removed." in moderator.get(answer.location).text
    entries = list_acts(app)
    assert [(entry.act, entry.kind, entry.subject) for entry in entries] == [
        ("add-passkey", "user", "mo"), ("remove-passkey", "user", "mo"),
    ]  # fmt: skip
    assert [(entry.before["passkeys"], entry.after["passkeys"]) for entry in entries] == [(0, 1), (1, 0)]
    written = json.dumps([[entry.before, entry.after, entry.note] for entry in entries])
    assert kept.credential not in written and kept.public_key not in written


def test_a_key_that_was_removed_signs_nobody_in(
    app: Flask, moderator: FlaskClient, device: Device, reader: FlaskClient
) -> None:
    offered = device.sign(reader.get(SIGN_IN).json)
    moderator.post("/desk/account/passkeys/remove", data={"passkey": list_kept(app)[0].id})
    assert reader.post(SIGN_IN, data=offered).status_code == 422
    assert sign(reader, device).status_code == 422


def test_whatever_is_wrong_at_the_sign_in_has_one_answer(
    app: Flask, device: Device, reader: FlaskClient, make_device: Callable[..., Device]
) -> None:
    before = count_signed_in(app)
    first = sign(reader, make_device())
    stranger = make_device(id=device.id, handle=device.handle)
    wrong = [
        sign(reader, stranger),
        *[sign(reader, change(device, **fields)) for fields in (
            {"origin": "https://localhost"}, {"origin": "http://evil.example"}, {"host": "evil.example"},
            {"flags": 0x01}, {"flags": 0x04}, {"handle": "ZGVzay05OQ"}, {"handle": ""},
        )],
    ]  # fmt: skip
    assert {(answer.status_code, answer.text) for answer in wrong} == {(422, first.text)}
    assert "The passkey did not fit." in first.text
    assert not any("Set-Cookie" in answer.headers for answer in [first, *wrong])
    assert count_signed_in(app) == before


def change(device: Device, **fields: Any) -> Device:
    """Return the same device, which answers otherwise."""
    return type(device)(**{**vars(device), **fields})


def test_what_was_offered_is_answered_once(device: Device, reader: FlaskClient) -> None:
    answer = device.sign(reader.get(SIGN_IN).json)
    assert [reader.post(SIGN_IN, data=answer).status_code for _ in range(3)] == [303, 422, 422]


def test_one_answer_sent_many_times_at_once_signs_in_once(
    app: Flask, device: Device, make_reader: Read, together: Callable[..., None]
) -> None:
    answer = device.sign(make_reader(app).get(SIGN_IN).json)
    codes: list[int] = []
    together(lambda: codes.append(make_reader(app).post(SIGN_IN, data=answer).status_code), people=8)
    assert sorted(codes) == [303] + [422] * 7


def test_what_was_offered_is_used_up_by_a_wrong_answer_too(device: Device, reader: FlaskClient) -> None:
    right = device.sign(reader.get(SIGN_IN).json)
    assert reader.post(SIGN_IN, data=right | {"answer": "{}"}).status_code == 422
    assert reader.post(SIGN_IN, data=right).status_code == 422


def test_an_answer_fits_its_own_offer_alone(
    device: Device, moderator: FlaskClient, reader: FlaskClient
) -> None:
    right = device.sign(reader.get(SIGN_IN).json)
    others = [reader.get(SIGN_IN).json["token"], ask_for_key(moderator)["token"], "forged", "", "\0", "é"]
    assert {reader.post(SIGN_IN, data=right | {"token": token}).status_code for token in others} == {422}
    assert reader.post(SIGN_IN, data=right).status_code == 303


def test_an_offer_ends(device: Device, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    right = device.sign(reader.get(SIGN_IN).json)
    monkeypatch.setattr(passkey_offers, "SECONDS_OFFERED", -1)
    assert reader.post(SIGN_IN, data=right).status_code == 422


def test_a_count_must_go_up(app: Flask, device: Device, reader: FlaskClient) -> None:
    statuses = [sign(reader, change(device, uses=uses)).status_code for uses in (5, 5, 4, 0, 6)]
    assert statuses == [303, 422, 422, 422, 303]
    (kept,) = list_kept(app)
    assert (kept.uses, kept.used is None) == (6, False)


GARBAGE = [
    "", "{", "null", "[]", '"x"', "{}", '{"id": 1}', "[" * 5_000, "x" * 900_000, "\0", '{"id": "\\u0000"}', "9" * 9_000,
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    '{"id": "\\ud800", "rawId": "é", "type": "public-key", "response": {"clientDataJSON": "A", "authenticatorData": "A", '
    '"signature": "A", "attestationObject": "A"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", "authenticatorData": "AA", '
    '"signature": "AA", "attestationObject": "AA", "userHandle": 1}}',
]  # fmt: skip


@pytest.mark.parametrize("answer", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_refused_like_all_else(
    app: Flask, moderator: FlaskClient, reader: FlaskClient, answer: str
) -> None:
    signed = reader.post(SIGN_IN, data={"token": reader.get(SIGN_IN).json["token"], "answer": answer})
    made = moderator.post(
        "/desk/account/passkeys", data={"token": ask_for_key(moderator)["token"], "answer": answer}
    )
    assert (signed.status_code, made.status_code) == (422, 422)
    assert list_kept(app) == []


def test_no_answer_is_longer_than_devices_give(device: Device, reader: FlaskClient) -> None:
    right = device.sign(reader.get(SIGN_IN).json)
    long = json.loads(right["answer"]) | {"more": "x" * 20_000}
    assert reader.post(SIGN_IN, data=right | {"answer": json.dumps(long)}).status_code == 422


def test_tries_are_counted_with_those_of_passwords(
    device: Device, make_reader: Read, app: Flask, make_device: Callable[..., Device]
) -> None:
    for _ in range(4):
        assert (
            make_reader(app).post("/desk/sign-in", data={"name": "mo", "password": "guessed"}).status_code
            == 422
        )
    stranger = make_device()
    assert [sign(make_reader(app), stranger).status_code for _ in range(6)] == [422] * 5 + [429]
    late = sign(make_reader(app), device)
    assert (late.status_code, late.headers["Retry-After"].isdigit()) == (429, True)
    other = make_reader(app)
    answer = device.sign(other.get(SIGN_IN).json)
    assert other.post(SIGN_IN, data=answer, environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 303


def test_a_key_is_not_offered_without_the_password(app: Flask, moderator: FlaskClient) -> None:
    answer = moderator.post("/desk/account/passkeys/new", data={"password": "guessed"})
    assert (answer.status_code, "This is not your password." in answer.text) == (422, True)
    assert "data-offer" not in answer.text
    codes = [moderator.post("/desk/account/passkeys/new", data={}).status_code for _ in range(10)]
    assert codes == [422] * 9 + [429]


@pytest.mark.parametrize(
    "fields",
    [
        {"origin": "https://localhost"},
        {"origin": "http://localhost:81"},
        {"host": "evil.example"},
        {"flags": 0x01},
    ],
)
def test_a_key_for_elsewhere_or_that_nobody_unlocked_is_not_added(
    app: Flask, moderator: FlaskClient, make_device: Callable[..., Device], fields: dict[str, Any]
) -> None:
    answer = add(moderator, make_device(**fields))
    assert (answer.status_code, "The passkey was not added." in answer.text) == (422, True)
    assert list_kept(app) == [] and list_acts(app) == []


def test_a_key_is_added_in_the_session_that_asked_for_it(
    app: Flask, moderator: FlaskClient, make_user: Make, sign_in: SignIn, make_device: Callable[..., Device]
) -> None:
    make_user("edda")
    made = make_device().make(ask_for_key(moderator))
    for other in (sign_in("edda"), sign_in("mo")):
        assert other.post("/desk/account/passkeys", data=made).status_code == 422
    sign_in_offer = moderator.get(SIGN_IN).json["token"]
    assert moderator.post("/desk/account/passkeys", data=made | {"token": sign_in_offer}).status_code == 422
    assert list_kept(app) == []
    assert moderator.post("/desk/account/passkeys", data=made).status_code == 303


def test_what_made_a_key_makes_it_once(
    app: Flask, moderator: FlaskClient, make_device: Callable[..., Device]
) -> None:
    made = make_device().make(ask_for_key(moderator))
    assert moderator.post("/desk/account/passkeys", data=made).status_code == 303
    moderator.post("/desk/account/passkeys/remove", data={"passkey": list_kept(app)[0].id})
    assert moderator.post("/desk/account/passkeys", data=made).status_code == 422
    assert list_kept(app) == []


def test_the_key_of_another_account_is_not_taken_over(
    app: Flask, device: Device, make_user: Make, sign_in: SignIn, make_device: Callable[..., Device]
) -> None:
    make_user("edda")
    assert add(sign_in("edda"), make_device(id=device.id)).status_code == 422
    assert len(list_kept(app)) == 1


def test_a_device_is_told_which_keys_it_has_already(
    app: Flask, moderator: FlaskClient, device: Device
) -> None:
    (kept,) = list_kept(app)
    known = ask_for_key(moderator)["options"]["excludeCredentials"]
    assert [one["id"] for one in known] == [kept.credential]


@pytest.mark.parametrize("id", ["1", "0", "-1", "x", "", "9" * 40, "2147483648"])
def test_nobody_removes_the_key_of_another(
    app: Flask, device: Device, make_user: Make, sign_in: SignIn, id: str
) -> None:
    make_user("edda")
    assert sign_in("edda").post("/desk/account/passkeys/remove", data={"passkey": id}).status_code == 303
    assert len(list_kept(app)) == 1


def test_a_new_password_keeps_the_passkeys_and_a_lost_phone_loses_them(
    app: Flask, moderator: FlaskClient, device: Device, reader: FlaskClient, runner: FlaskCliRunner
) -> None:
    new = {"password": PASSWORD, "new_password": "nine white swans", "again": "nine white swans"}
    assert moderator.post("/desk/account/password", data=new).status_code == 303
    assert sign(reader, device).status_code == 303
    reset = runner.invoke(args=["user", "password", "mo"], input="seven grey herons\n")
    assert "1 passkey still signs in" in reset.output
    assert sign(reader, device).status_code == 303
    assert runner.invoke(args=["user", "forget-factor", "mo"]).exit_code == 0
    assert list_kept(app) == []
    assert sign(reader, device).status_code == 422


def test_turning_the_codes_off_keeps_the_passkeys(app: Flask, moderator: FlaskClient, device: Device) -> None:
    moderator.post("/desk/account/second-factor/change", data={"act": "off", "password": PASSWORD})
    assert len(list_kept(app)) == 1


def test_an_owner_forgets_the_passkeys_of_a_lost_phone(
    app: Flask, device: Device, make_user: Make, sign_in: SignIn
) -> None:
    make_user("olga", OWNER)
    owner, mo = sign_in("olga"), f"/desk/people/{list_kept(app)[0].user_id}"
    assert "Forget second factor and passkeys" in owner.get(mo).text
    owner.post(mo, data={"act": "forget-factor"})
    assert list_kept(app) == []


def test_a_removed_account_takes_its_passkeys_along(
    app: Flask, device: Device, reader: FlaskClient, runner: FlaskCliRunner, make_user: Make
) -> None:
    make_user("olga", OWNER)
    assert runner.invoke(args=["user", "remove", "mo"]).exit_code == 0
    assert list_kept(app) == []
    make_user("newcomer")
    assert sign(reader, device).status_code == 422


def test_what_was_sent_before_the_sign_in_is_kept(device: Device, reader: FlaskClient) -> None:
    more = {"next": "/desk/account/sessions", "sent": "yes", "kept-session": "7"}
    refused = reader.post(SIGN_IN, data=more)
    assert refused.text.count('name="kept-session" value="7"') == 2, "in both forms"
    page = sign(reader, device, **more)
    assert (page.status_code, 'name="session" value="7"' in page.text) == (200, True)


def test_no_other_site_signs_anybody_in(device: Device, reader: FlaskClient) -> None:
    answer = device.sign(reader.get(SIGN_IN).json)
    refused = reader.post(SIGN_IN, data=answer, headers={"Sec-Fetch-Site": "cross-site"})
    assert (refused.status_code, "Set-Cookie" in refused.headers) == (403, False)


ASKED = [("GET", SIGN_IN), ("POST", SIGN_IN)] + [
    ("POST", f"/desk/account/passkeys{more}") for more in ("", "/new", "/remove")
]


def assert_nothing_is_there(client: FlaskClient) -> None:
    for method, address in ASKED:
        assert client.open(address, method=method, data={"password": PASSWORD}).status_code == 404, address
    for address in ("/desk/account", "/desk/sign-in"):
        assert "passkey" not in client.get(address).text.lower()


def test_without_the_library_nothing_of_it_is_there(
    moderator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "passkey" in moderator.get("/desk/account").text
    assert "passkey" in moderator.get("/desk/sign-in").text
    monkeypatch.setattr(passkey_offers, "INSTALLED", False)
    assert_nothing_is_there(moderator)


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("https://news.example.org", True), ("https://news.example.org:8443/paper", True),
        ("http://localhost:8000", True), ("http://news.localhost", True),
        ("", False), ("http://news.example.org", False), ("http://127.0.0.1:8000", False),
        ("https://192.0.2.7", False), ("https://[2001:db8::1]", False),
    ],
)  # fmt: skip
def test_passkeys_need_a_name_that_browsers_trust(
    make_app: Callable[..., Flask], make_reader: Read, address: str, possible: bool
) -> None:
    page = make_reader(make_app(ADDRESS=address)).get("/desk/sign-in")
    assert ("data-passkey" in page.text) == possible


def test_a_site_without_an_address_has_none(
    make_app: Callable[..., Flask], make_user: Make, sign_in: SignIn
) -> None:
    app = make_app()
    make_user("mo", app=app)
    assert_nothing_is_there(sign_in("mo", app=app))
