import pytest
from flask.testing import FlaskClient

from broadsheet.delivery.content_policy import build_policy

ADDRESSES = ["/", "/privacy", "/nothing", "/healthz", "/feed.json", "/assets/site.css", "/assets/gone.css"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_has_the_strict_policy(client: FlaskClient, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    for directive in (
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ):
        assert directive in policy
    assert "unsafe" not in policy


def test_hosts_are_added_to_their_directive_alone() -> None:
    policy = build_policy({"frame-src": frozenset({"https://film.example"})})
    assert "frame-src https://film.example;" in policy
    assert policy.count("film.example") == 1


def test_what_protects_the_page_cannot_be_extended() -> None:
    from broadsheet.delivery.content_policy import EXTENSIBLE

    assert not EXTENSIBLE & {"default-src", "frame-ancestors", "base-uri", "form-action"}
