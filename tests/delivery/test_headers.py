import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.delivery.content_policy import build_policy

ADDRESSES = [
    "/",
    "/privacy",
    "/privacy/choices",
    "/nothing",
    "/healthz",
    "/readyz",
    "/feed.json",
    "/assets/site.css",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_is_guarded(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_hosts_are_added_to_their_directive_alone() -> None:
    policy = build_policy({"frame-src": frozenset({"https://film.example"})})
    assert "frame-src https://film.example;" in policy
    assert policy.count("film.example") == 1


def test_https_is_remembered_over_https_only(app: Flask) -> None:
    client = app.test_client()
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "Strict-Transport-Security" in client.get("/", base_url="https://news.example.org").headers


def test_a_client_cannot_claim_to_be_a_proxy(app: Flask) -> None:
    forged = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "X-Forwarded-For": "10.0.0.1"}
    response = app.test_client().get("/feed.json", headers=forged)
    assert response.json
    assert response.json["feed_url"] == "http://localhost/feed.json"
    assert "Strict-Transport-Security" not in response.headers


def test_a_named_proxy_is_believed(make_app: object) -> None:
    client = make_app(TRUSTED_PROXIES=1).test_client()  # type: ignore[operator]
    response = client.get(
        "/feed.json", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "news.example"}
    )
    assert response.json["feed_url"] == "https://news.example/feed.json"


def test_cookies_are_locked_to_the_host_over_https(app: Flask) -> None:
    response = app.test_client().post(
        "/privacy/choices",
        data={"decision": "accept"},
        base_url="https://news.example.org",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-broadsheet_choices=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
