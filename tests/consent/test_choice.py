from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from mutated_cookies import forge, mutate
from werkzeug.test import TestResponse

from broadsheet.consent.choice import COOKIE, verify_cookie
from broadsheet.consent.models import Record
from broadsheet.consent.policy import Policy
from broadsheet.signing import timed_signer
from broadsheet.storage import writing

Choose = Callable[..., TestResponse]
MUTATIONS, SENT = 100_000, 500


@pytest.fixture
def cookie(reader: FlaskClient, choose: Choose) -> str:
    """A choice that grants everything, as the browser keeps it."""
    choose("accept")
    found = reader.get_cookie(COOKIE)
    assert found
    return found.value


def test_no_mutation_of_a_cookie_verifies(app: Flask, cookie: str) -> None:
    signer = timed_signer(app, f"consent.{COOKIE}")
    content, _made = verify_cookie(signer, cookie) or (None, None)
    assert content
    forged = forge(app, content)
    accepted = [way for way, value in mutate(cookie, forged, MUTATIONS) if verify_cookie(signer, value)]
    assert accepted == []


def test_a_mutation_is_answered_by_a_page_that_asks(app: Flask, cookie: str, policy: Policy) -> None:
    client = app.test_client(use_cookies=False)
    for way, value in mutate(cookie, forge(app, [1, policy.version, "x", ["film"]]), SENT):
        page = client.get("/privacy/choices", environ_overrides={"HTTP_COOKIE": f"{COOKIE}={value}"})
        assert (way, page.status_code) == (way, 200)
        assert "You have not chosen yet." in page.text, way


def test_a_key_that_was_removed_signs_nothing_any_more(
    make_app: Callable[..., Flask], tmp_path: Path, make_reader: Callable[[Flask], FlaskClient]
) -> None:
    old, new = "o" * 40, "n" * 40
    keys = tmp_path / "keys"

    def site() -> Flask:
        return make_app(SECRETS_FILE=keys)

    keys.write_text(old)
    reader = make_reader(site())
    reader.post("/privacy/choices", data={"decision": "accept"})
    found = reader.get_cookie(COOKIE)
    assert found
    for content, asks in ((f"{new}\n{old}", False), (new, True)):
        keys.write_text(content)
        later = make_reader(site())
        later.set_cookie(COOKIE, found.value)
        assert ("privacy-notice" in later.get("/").text) is asks


def test_a_cookie_is_verified_once(app: Flask, reader: FlaskClient, cookie: str) -> None:
    opened = app.extensions[f"broadsheet.{COOKIE}"]
    before = opened.cache_info().misses
    for _ in range(5):
        reader.get("/privacy/choices")
    assert opened.cache_info().misses <= before + 1


def test_what_is_remembered_of_cookies_is_bounded(app: Flask) -> None:
    opened = app.extensions[f"broadsheet.{COOKIE}"]
    for number in range(5_000):
        opened(f"garbage{number}")
    assert opened.cache_info().currsize == opened.cache_info().maxsize < 5_000


def test_a_remembered_cookie_still_grows_old(
    reader: FlaskClient, cookie: str, pass_days: Callable[[int], None]
) -> None:
    assert "privacy-notice" not in reader.get("/").text
    pass_days(181)
    assert "privacy-notice" in reader.get("/").text


@pytest.mark.parametrize(("days", "asks"), [(-400, True), (-0.5, False)])
def test_a_cookie_from_the_future_is_worth_a_day(
    app: Flask, reader: FlaskClient, cookie: str, monkeypatch: pytest.MonkeyPatch, days: float, asks: bool
) -> None:
    class Earlier(datetime):
        @classmethod
        def now(cls, zone: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + timedelta(days=days)

    monkeypatch.setattr("broadsheet.consent.choice.datetime", Earlier)
    assert ("privacy-notice" in reader.get("/").text) is asks


def test_the_cookie_is_small(cookie: str) -> None:
    assert 100 <= len(cookie) <= 250


def test_a_grant_of_a_service_that_is_gone_grants_nothing(
    app: Flask, reader: FlaskClient, cookie: str, policy: Policy
) -> None:
    left = [replace(c, services=[s for s in c.services if s.id != "film"]) for c in policy.categories]
    app.extensions["broadsheet.consent"] = replace(policy, categories=left)
    page = reader.get("/privacy/choices").text
    assert page.count(" checked") == 2
    assert "Demo Film" not in page


def test_a_very_long_cookie_is_not_even_opened(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    signer = timed_signer(app, f"consent.{COOKIE}")
    monkeypatch.setattr(type(signer), "loads", lambda *_, **__: pytest.fail("it was opened"))
    assert verify_cookie(signer, "a" * 2_100) is None


def test_an_answer_ends_when_its_record_says_whatever_the_policy_says_later(
    app: Flask, reader: FlaskClient, cookie: str, policy: Policy
) -> None:
    with app.app_context(), writing() as session:
        session.query(Record).one().expires = datetime.now(UTC) - timedelta(days=1)
    app.extensions["broadsheet.consent"] = replace(policy, days=3_000)
    page = reader.get("/")
    assert "privacy-notice" in page.text
    assert "localhost" not in page.headers["Content-Security-Policy"]
