"""Signing in: one answer for all that is wrong, tries that are counted, and no way in from elsewhere."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from broadsheet.desk.accounts import passwords, signing_in
from broadsheet.desk.accounts.codes import secrets_of
from broadsheet.desk.accounts.models import SignedIn, User
from broadsheet.desk.accounts.passwords import hash_password
from broadsheet.desk.accounts.users import find_user
from broadsheet.desk.journal.models import Entry
from broadsheet.desk.roles import OWNER
from broadsheet.storage import reading, writing

PASSWORD = "seven grey herons"
Make, SignIn = Callable[..., int], Callable[..., FlaskClient]


def try_to(
    reader: FlaskClient, name: str = "mo", password: str = PASSWORD, code: str = "", **more: object
) -> TestResponse:
    return reader.post("/desk/sign-in", data={"name": name, "password": password, "code": code}, **more)  # type: ignore[arg-type]


def count_signed_in(app: Flask) -> int:
    with app.app_context():
        return len(reading().scalars(select(SignedIn.id)).all())


@pytest.fixture
def code_of(app: Flask, make_user: Make) -> Callable[[], str]:
    """Give mo, who has a second factor, and return what the app of mo shows."""
    id = make_user("mo")
    with app.app_context(), writing() as session:
        session.get_one(User, id).code_salt = "a" * 32

    def show() -> str:
        with app.app_context():
            return pyotp.TOTP(secrets_of("a" * 32)[0]).now()

    return show


def test_nobody_has_an_account_that_nobody_made(reader: FlaskClient) -> None:
    assert "broadsheet user add" in reader.get("/desk/sign-in").text
    for name, password in (("admin", "admin"), ("", ""), ("root", "password"), ("owner", "owner")):
        assert try_to(reader, name, password).status_code == 422


def test_whatever_is_wrong_has_one_answer(
    reader: FlaskClient, make_user: Make, code_of: Callable[[], str]
) -> None:
    make_user("edda")
    wrong = [
        try_to(reader, "nobody"),
        try_to(reader, "edda", "another one"),
        try_to(reader, "mo"),
        try_to(reader, "mo", code="000000"),
        try_to(reader, "mo", "another one", code_of()),
        try_to(reader, "mo\0", "\0", "é\0"),
        try_to(reader, "e" * 100_000, "x" * 100_000, "9" * 100_000),
    ]
    names = re.compile(r'name="name" value="[^"]*"', re.S)
    assert {(answer.status_code, names.sub("", answer.text)) for answer in wrong} == {
        (422, names.sub("", wrong[0].text))
    }
    assert not any("Set-Cookie" in answer.headers for answer in wrong)


def test_an_unknown_name_costs_as_much_as_a_known_one(
    reader: FlaskClient, make_user: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each try is one verification of a hash with the same parameters."""
    make_user("mo")
    asked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            asked.append(str(hash).rpartition("$")[0].rpartition("$")[0])
            return super().verify(hash, password)  # type: ignore[return-value]

    monkeypatch.setattr(passwords, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys_hash.cache_clear()
    try_to(reader, "mo", "another one")
    try_to(reader, "nobody", "another one")
    try_to(reader, "no name at all!", "another one")
    assert len(asked) == 3
    assert len(set(asked)) == 1


def test_a_code_is_asked_for_and_is_good_once(reader: FlaskClient, code_of: Callable[[], str]) -> None:
    code = code_of()
    assert try_to(reader, code=code).status_code == 303
    assert try_to(reader, code=code).status_code == 422


def test_a_session_is_a_new_one_at_every_sign_in(app: Flask, reader: FlaskClient, make_user: Make) -> None:
    make_user("mo")
    reader.set_cookie("broadsheet_desk", "a word that somebody planted", path="/desk/")
    words = []
    for _ in range(2):
        assert try_to(reader).status_code == 303
        words.append(reader.get_cookie("broadsheet_desk", path="/desk/").value)  # type: ignore[union-attr]
    assert len({*words, "a word that somebody planted"}) == 3
    assert count_signed_in(app) == 1, "the one before has ended"


def test_a_password_that_is_changed_meanwhile_lets_nobody_in(
    app: Flask, reader: FlaskClient, make_user: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user("mo")

    def change_meanwhile(hashed: str | None, password: str) -> bool:
        with app.app_context(), writing() as session:
            find_user(session, "mo").password = hash_password("another one, quite new")  # type: ignore[union-attr]
        return passwords.holds(hashed, password)

    monkeypatch.setattr(signing_in, "holds", change_meanwhile)
    assert try_to(reader).status_code == 422
    assert count_signed_in(app) == 0


def test_an_old_hash_is_made_anew(
    app: Flask, reader: FlaskClient, make_user: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user("mo")
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert try_to(reader).status_code == 303
    with app.app_context():
        assert "m=16,t=2" in find_user(reading(), "mo").password  # type: ignore[union-attr]
    assert try_to(reader).status_code == 303


def test_tries_of_one_address_are_counted_right_or_wrong(
    app: Flask, make_user: Make, make_reader: Callable[[Flask], FlaskClient]
) -> None:
    make_user("mo")
    codes = [try_to(make_reader(app), "nobody").status_code for _ in range(9)]
    assert codes == [422] * 9
    assert try_to(make_reader(app)).status_code == 303
    late = try_to(make_reader(app))
    assert (late.status_code, late.headers["Retry-After"].isdigit()) == (429, True)
    assert 'value="mo"' in late.text
    other = try_to(make_reader(app), environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert other.status_code == 303


def test_no_header_makes_another_address(
    app: Flask, make_user: Make, make_reader: Callable[[Flask], FlaskClient]
) -> None:
    make_user("mo")
    for number in range(10):
        try_to(
            make_reader(app),
            headers={"X-Forwarded-For": f"192.0.2.{number}", "X-Real-IP": f"192.0.2.{number}"},
        )
    forged = {
        "X-Forwarded-For": "192.0.2.99",
        "Forwarded": "for=192.0.2.99",
        "CF-Connecting-IP": "192.0.2.99",
    }
    assert try_to(make_reader(app), headers=forged).status_code == 429


def test_the_addresses_of_one_household_count_as_one(
    app: Flask, make_user: Make, make_reader: Callable[[Flask], FlaskClient]
) -> None:
    make_user("mo")
    statuses = [
        try_to(make_reader(app), environ_base={"REMOTE_ADDR": f"2001:db8::{number:x}"}).status_code
        for number in range(1, 12)
    ]
    assert statuses == [303] * 10 + [429]


def test_tries_at_the_same_time_are_counted_too(
    app: Flask, make_user: Make, make_reader: Callable[[Flask], FlaskClient], together: Callable[..., None]
) -> None:
    make_user("mo")
    codes: list[int] = []
    together(lambda: codes.append(try_to(make_reader(app), password="another one").status_code), people=20)
    assert (codes.count(422), codes.count(429)) == (10, 10)


def test_who_guesses_from_many_addresses_locks_nobody_out(
    app: Flask, make_user: Make, make_reader: Callable[[Flask], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "TRIES_FOR_NAME", 3)
    make_user("mo")
    own, stranger = make_reader(app), make_reader(app)
    assert try_to(own).status_code == 303
    codes = [
        try_to(stranger, "Mo ", "guessed", environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}).status_code
        for number in range(4)
    ]
    assert codes == [422, 422, 429, 429]
    assert try_to(stranger, environ_base={"REMOTE_ADDR": "192.0.2.77"}).status_code == 429
    assert try_to(own).status_code == 303, "the browser that was here before"


def test_nor_does_who_guesses_from_the_same_house(
    app: Flask, make_user: Make, make_reader: Callable[[Flask], FlaskClient]
) -> None:
    make_user("mo")
    own, stranger = make_reader(app), make_reader(app)
    assert try_to(own).status_code == 303
    codes = [try_to(stranger, password="guessed").status_code for _ in range(10)]
    assert codes[-1] == 429
    assert try_to(own).status_code == 303, "the browser that was here before"


def test_a_known_browser_is_known_by_its_own_name_alone(
    app: Flask, make_user: Make, make_reader: Callable[[Flask], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has an account of their own has no more tries at another's."""
    monkeypatch.setattr(signing_in, "TRIES_FOR_NAME", 2)
    make_user("mo")
    make_user("olga", OWNER)
    own = make_reader(app)
    assert try_to(own).status_code == 303
    assert [try_to(own, "olga", "guessed").status_code for _ in range(3)] == [422, 422, 429]


def test_a_counted_try_is_given_back_with_time(
    make_user: Make, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user("mo")
    now = time.time()
    for _ in range(11):
        last = try_to(reader, password="guessed")
    assert last.status_code == 429
    later = now + signing_in.PERIOD / timedelta(seconds=1) / signing_in.TRIES + 5
    monkeypatch.setattr("broadsheet.delivery.limits.time.time", lambda: later)
    assert try_to(reader).status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_signs_anybody_in_or_out(app: Flask, moderator: FlaskClient, site: str) -> None:
    for address in ("/desk/sign-in", "/desk/sign-out"):
        answer = moderator.post(
            address, data={"name": "mo", "password": PASSWORD}, headers={"Sec-Fetch-Site": site}
        )
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (403, False)
    assert moderator.get("/desk/sign-out").status_code == 404
    assert moderator.get("/desk/").status_code == 200


def test_no_get_signs_out(moderator: FlaskClient) -> None:
    for address in ("/desk/sign-out", "/desk/sign-out?_method=POST"):
        moderator.get(address, headers={"X-HTTP-Method-Override": "POST"})
    assert moderator.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/desk/", "/desk/../coast",
     "javascript:1", "/\tevil", "/coast/ferry", ""],
)  # fmt: skip
def test_signing_in_leads_into_the_desk_alone(reader: FlaskClient, make_user: Make, wanted: str) -> None:
    make_user("mo")
    answer = reader.post("/desk/sign-in", data={"name": "mo", "password": PASSWORD, "next": wanted})
    assert answer.headers["Location"] == "/desk/"


def test_signing_in_leads_to_where_one_wanted_to_go(reader: FlaskClient, make_user: Make) -> None:
    make_user("mo")
    asked = reader.get("/desk/somewhere?page=2")
    assert asked.headers["Location"] == "/desk/sign-in?next=/desk/somewhere?page%3D2"
    page = reader.get(asked.headers["Location"]).text
    assert 'name="next" value="/desk/somewhere?page=2"' in page


def test_a_browser_without_the_headers_is_asked_to_confirm(client: FlaskClient, make_user: Make) -> None:
    make_user("mo")
    asked = try_to(client)
    assert (asked.status_code, asked.headers["Cache-Control"]) == (200, "no-store")
    assert client.get_cookie("broadsheet_desk", path="/desk/") is None


def test_the_journal_and_the_log_hold_no_secret(
    app: Flask, reader: FlaskClient, make_user: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    make_user("mo")
    try_to(reader)
    word = reader.get_cookie("broadsheet_desk", path="/desk/").value  # type: ignore[union-attr]
    with app.app_context():
        (kept,) = reading().scalars(select(SignedIn)).all()
        assert reading().scalars(select(Entry)).all() == []
    assert word not in (kept.digest, kept.browser)
    assert PASSWORD not in caplog.text
    assert word not in caplog.text
