import pytest
from flask.testing import FlaskClient

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
    expected = {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert {name: headers[name] for name in expected} == expected
    assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/", "/privacy/choices", "/nothing"])
def test_no_page_is_shared_unless_somebody_says_so(client: FlaskClient, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "private, no-cache"


def test_https_is_remembered_over_https_only(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "Strict-Transport-Security" in client.get("/", base_url="https://news.example.org").headers
