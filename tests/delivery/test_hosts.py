from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

IMPOSSIBLE = ["a" * 64 + ".com", "a..b", ".b"]


@pytest.mark.parametrize("host", IMPOSSIBLE)
def test_a_host_that_cannot_exist_is_refused(client: FlaskClient, host: str) -> None:
    response = client.get("/", environ_overrides={"HTTP_HOST": host})
    assert response.status_code == 400
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", IMPOSSIBLE)
def test_so_is_one_that_a_proxy_tells_of(make_app: Callable[..., Flask], host: str) -> None:
    client = make_app(TRUSTED_PROXIES=1).test_client()
    assert client.get("/", headers={"X-Forwarded-Host": host}).status_code == 400


@pytest.mark.parametrize(
    "host", ["news.example.org", "localhost:8000", "127.0.0.1", "[::1]:8000", "xn--zrich-kva.example"]
)
def test_an_ordinary_host_is_served(client: FlaskClient, host: str) -> None:
    assert client.get("/", environ_overrides={"HTTP_HOST": host}).status_code == 200
