from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient


def test_a_client_cannot_claim_to_be_a_proxy(client: FlaskClient) -> None:
    forged = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "X-Forwarded-For": "10.0.0.1"}
    response = client.get("/feed.json", headers=forged)
    assert response.json
    assert response.json["feed_url"] == "http://localhost/feed.json"
    assert "Strict-Transport-Security" not in response.headers


def test_a_named_proxy_is_believed(make_app: Callable[..., Flask]) -> None:
    client = make_app(TRUSTED_PROXIES=1).test_client()
    response = client.get(
        "/feed.json", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "news.example"}
    )
    assert response.json
    assert response.json["feed_url"] == "https://news.example/feed.json"
