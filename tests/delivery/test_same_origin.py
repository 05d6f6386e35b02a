import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

CHOICE = {"decision": "refuse", "next": "/privacy"}


def posting_routes(app: Flask) -> list[str]:
    return [
        rule.rule.replace("<int:id>", "1")
        for rule in app.url_map.iter_rules()
        if {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set())
    ]


def test_every_address_that_changes_something_is_guarded(app: Flask, client: FlaskClient) -> None:
    routes = posting_routes(app)
    assert set(routes) >= {"/comments", "/comments/1/edit", "/comments/moderate", "/privacy/choices"}
    for route in routes:
        response = client.post(route, headers={"Sec-Fetch-Site": "cross-site"})
        assert (route, response.status_code) == (route, 403)
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:81"},
        {"Origin": "https://localhost"},
        {"Sec-Fetch-Site": "none", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://[bad"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "javascript://localhost"},
        {"Origin": "http://[bad"},
    ],
)
def test_a_foreign_form_changes_nothing(client: FlaskClient, headers: dict[str, str]) -> None:
    response = client.post("/privacy/choices", data=CHOICE, headers=headers)
    assert response.status_code == 403
    assert "Set-Cookie" not in response.headers
    assert "another website" in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://localhost"},
        # Behind a proxy that ends TLS and does not say so.
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://localhost"},
    ],
)
def test_a_form_of_our_own_passes(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/privacy/choices", data=CHOICE, headers=headers).status_code == 303


def test_the_public_address_counts_as_our_own(make_app: Callable[..., Flask]) -> None:
    client = make_app(ADDRESS="https://news.example.org").test_client()
    headers = {"Origin": "https://news.example.org"}
    assert client.post("/privacy/choices", data=CHOICE, headers=headers).status_code == 303


def test_a_client_that_does_not_say_is_asked_and_loses_nothing(client: FlaskClient) -> None:
    typed = {"decision": "refuse", "next": "/", "text": 'Two\nlines & "quotes" <b>'}
    asked = client.post("/privacy/choices", data=typed)
    assert asked.status_code == 200
    assert "broadsheet_choices" not in str(asked.headers)
    fields = dict(re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', asked.text, re.S))
    fields = {name: unescape(value) for name, value in fields.items()}
    assert {name: fields[name] for name in typed} == typed
    assert '<dt>Your answer</dt><dd class="typed">refuse</dd>' in asked.text
    assert "frame-ancestors 'none'" in asked.headers["Content-Security-Policy"]
    confirmed = client.post("/privacy/choices", data=fields)
    assert confirmed.status_code == 303
    assert "broadsheet_choices" in str(confirmed.headers)


def test_a_confirmation_is_worth_nothing_to_another_client(app: Flask, client: FlaskClient) -> None:
    asked = client.post("/privacy/choices", data=CHOICE)
    token = re.search(r'name="confirmation" value="(.*?)"', asked.text)
    assert token
    stolen = app.test_client().post("/privacy/choices", data=CHOICE | {"confirmation": token[1]})
    assert "Please confirm" in stolen.text
    assert "broadsheet_choices" not in str(stolen.headers)


def test_pages_to_read_carry_no_token_and_set_no_cookie(client: FlaskClient, story: str) -> None:
    for address in ("/", story, "/privacy", "/privacy/choices", "/nothing/here", "/feed.json"):
        response = client.get(address)
        assert "Set-Cookie" not in response.headers, address
        assert 'name="confirmation"' not in response.text, address


def test_the_confirmation_cannot_be_framed_in_anyones_app(bare_app: Flask) -> None:
    from broadsheet.comments import Comments

    Comments(bare_app)
    asked = bare_app.test_client().post("/comments", data={"text": "Hello", "name": "Ada"})
    assert "frame-ancestors 'none'" in asked.headers["Content-Security-Policy"]
    assert asked.headers["X-Frame-Options"] == "DENY"
    assert "Hello" in asked.text


def test_the_session_of_the_confirmation_is_guarded(make_app: Callable[..., Flask]) -> None:
    client = make_app(ADDRESS="https://news.example.org").test_client()
    cookie = client.post("/privacy/choices", data=CHOICE, base_url="https://news.example.org").headers[
        "Set-Cookie"
    ]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
