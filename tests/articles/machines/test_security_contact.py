from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.settings import SettingsError

ADDRESS = "/.well-known/security.txt"


def test_a_contact_is_told_for_less_than_a_year(make_app: Callable[..., Flask]) -> None:
    app = make_app(
        SECURITY_CONTACT="ada@example.org, https://example.org/report", ADDRESS="https://news.example.org"
    )
    response = app.test_client().get(ADDRESS)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = [line.split(": ", 1) for line in response.text.splitlines()]
    assert lines[:2] == [["Contact", "mailto:ada@example.org"], ["Contact", "https://example.org/report"]]
    fields = dict(lines)
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)
    assert fields["Canonical"] == f"https://news.example.org{ADDRESS}"
    assert fields["Preferred-Languages"] == "en"


def test_without_a_contact_there_is_no_such_file(client: FlaskClient) -> None:
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    "contact", ["ada", "http://example.org", "ada@example.org, x y", "mailto:ada@example.org", "a@b\nX: y"]
)
def test_what_is_no_contact_stops_the_start(make_app: Callable[..., Flask], contact: str) -> None:
    with pytest.raises(SettingsError, match="security_contact"):
        make_app(SECURITY_CONTACT=contact)
