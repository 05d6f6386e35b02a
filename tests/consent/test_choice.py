from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from werkzeug.test import TestResponse

Choose = Callable[..., TestResponse]


def test_a_tampered_choice_is_no_choice(app: Flask, reader: FlaskClient, choose: Choose) -> None:
    choose("accept")
    cookie = reader.get_cookie("broadsheet_choices")
    assert cookie
    value = cookie.value
    for other in (
        value[:-1] + ("A" if value[-1] != "A" else "B"),
        value.upper(),
        value[1:],
        value * 20,
        "",
        "....",
        "é",
    ):
        reader.set_cookie("broadsheet_choices", other)
        response = reader.get("/")
        assert response.status_code == 200
        assert "privacy-notice" in response.text
        assert "localhost" not in response.headers["Content-Security-Policy"]


def test_a_new_policy_version_asks_again(app: Flask, reader: FlaskClient, choose: Choose) -> None:
    from dataclasses import replace

    choose("accept")
    app.extensions["broadsheet.consent"] = replace(app.extensions["broadsheet.consent"], version="next")
    assert "privacy-notice" in reader.get("/").text


@pytest.mark.parametrize(("days", "asks"), [(179, False), (181, True)])
def test_an_answer_lasts_as_long_as_the_policy_says(
    reader: FlaskClient, choose: Choose, monkeypatch: pytest.MonkeyPatch, days: int, asks: bool
) -> None:
    choose("refuse")
    later = int((datetime.now(UTC) + timedelta(days=days)).timestamp())
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: later)
    assert ("privacy-notice" in reader.get("/").text) is asks


def test_a_grant_of_a_service_that_is_gone_grants_nothing(
    app: Flask, reader: FlaskClient, choose: Choose
) -> None:
    choose("accept")
    policy = app.extensions["broadsheet.consent"]
    left = [replace(c, services=[s for s in c.services if s.id != "film"]) for c in policy.categories]
    app.extensions["broadsheet.consent"] = replace(policy, categories=left)
    assert "2 of 2 services may load" in reader.get("/privacy/choices").text


def test_a_very_long_cookie_is_not_even_opened(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr("broadsheet.consent.choice.timed_signer", fail)
    reader.set_cookie("broadsheet_choices", "a" * 2_100)
    assert reader.get("/").status_code == 200
