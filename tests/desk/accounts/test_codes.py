"""Codes of an authenticator app, and spare codes: each good once, and only with the site's secret."""

from collections.abc import Callable, Iterator

import pyotp
import pytest
from flask import Flask

from broadsheet.desk.accounts.codes import (
    SECONDS,
    find_step,
    hash_spare_code,
    make_salt,
    make_spare_codes,
    secrets_of,
    use_code,
)
from broadsheet.desk.accounts.models import User
from broadsheet.signing import keys_of
from broadsheet.storage import writing

MOMENT = 1_795_521_600.0
SALT = "a" * 32


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def code_at(moment: float) -> str:
    return pyotp.TOTP(secrets_of(SALT)[0]).at(int(moment))


@pytest.mark.parametrize(("away", "taken"), [(0, True), (-30, True), (30, True), (-60, False), (60, False)])
def test_a_clock_may_be_half_a_minute_wrong(away: int, taken: bool) -> None:
    step = find_step(SALT, code_at(MOMENT + away), MOMENT)
    assert step == ((MOMENT + away) // SECONDS if taken else None)


def test_a_code_may_be_typed_with_blanks() -> None:
    code = code_at(MOMENT)
    assert find_step(SALT, f" {code[:3]} {code[3:]} ", MOMENT)


@pytest.mark.parametrize("code", ["", "0", "é" * 6, "１２３４５６", "\0" * 6, "9" * 100_000, "-1", "None"])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert find_step(SALT, code, MOMENT) is None


def test_codes_come_of_the_sites_secret_and_outlast_a_new_one(app: Flask) -> None:
    before = code_at(MOMENT)
    keys = list(keys_of(app))
    keys_of(app)[:] = ["n" * 48, *keys]
    assert find_step(SALT, before, MOMENT), "the app was set up with the key that is the second now"
    assert secrets_of(SALT)[0] != secrets_of(SALT)[1]
    keys_of(app)[:] = ["n" * 48]
    assert find_step(SALT, before, MOMENT) is None


def test_a_code_is_taken_once(
    make_user: Callable[..., int], together: Callable[..., None], app: Flask
) -> None:
    id, taken = make_user("mo"), []
    with writing() as session:
        session.get_one(User, id).code_salt = SALT

    def use() -> None:
        with app.app_context(), writing() as session:
            code = pyotp.TOTP(secrets_of(SALT)[0]).now()
            taken.append(use_code(session, session.get_one(User, id), code))

    together(use)
    assert sorted(taken) == [False, False, False, True]


def test_a_spare_code_is_taken_once(
    make_user: Callable[..., int], together: Callable[..., None], app: Flask
) -> None:
    id, taken, codes = make_user("mo"), [], make_spare_codes()
    with writing() as session:
        user = session.get_one(User, id)
        user.code_salt, user.spare_codes = make_salt(), [hash_spare_code(code)[0] for code in codes]

    def use() -> None:
        with app.app_context(), writing() as session:
            taken.append(use_code(session, session.get_one(User, id), f" {codes[3].upper()} "))

    together(use)
    assert sorted(taken) == [False, False, False, True]
    with writing() as session:
        assert len(session.get_one(User, id).spare_codes) == len(codes) - 1


def test_spare_codes_outlast_a_new_secret_and_are_nothing_without_it(app: Flask) -> None:
    kept = hash_spare_code("k3v2-9xqa")[0]
    keys = list(keys_of(app))
    keys_of(app)[:] = ["n" * 48, *keys]
    assert kept in hash_spare_code("K3V2 9XQA")
    keys_of(app)[:] = ["n" * 48]
    assert kept not in hash_spare_code("k3v2-9xqa")


def test_spare_codes_are_all_different() -> None:
    assert len({*make_spare_codes(), *make_spare_codes()}) == 20
