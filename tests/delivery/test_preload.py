import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.consent import Consent

LINKED = re.compile(r'<link rel="stylesheet" href="(/assets/site\..*?)"')


@pytest.mark.parametrize(
    "address", ["/", "/coast/ferry", "/search", "/privacy", "/nothing", "/comments/9/edit"]
)
def test_a_page_announces_the_stylesheet_that_it_links(client: FlaskClient, story: str, address: str) -> None:
    response = client.get(address)
    (linked,) = LINKED.findall(response.text)
    assert response.headers.getlist("Link") == [f"<{linked}>; rel=preload; as=style"]


def test_the_announced_stylesheet_is_below_the_prefix_of_the_site(client: FlaskClient) -> None:
    response = client.get("/", environ_overrides={"SCRIPT_NAME": "/paper"})
    assert response.headers["Link"].startswith("</paper/assets/site.")


@pytest.mark.parametrize(
    "address", ["/feed.json", "/healthz", "/assets/site.css", "/favicon.ico", "/demo/player/tide-mill"]
)
def test_what_links_no_stylesheet_of_the_site_announces_none(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code in {200, 302}
    assert "Link" not in response.headers


def test_a_frame_of_the_operators_own_without_our_stylesheet_announces_none(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    (tmp_path / "own" / "page").mkdir(parents=True)
    (tmp_path / "own" / "page" / "layout.html").write_text("<!doctype html><title>Ours</title>")
    response = make_app(TEMPLATES=tmp_path / "own").test_client().get("/")
    assert "Ours" in response.text
    assert "Link" not in response.headers


def test_in_anyones_app_nothing_is_announced(bare_app: Flask) -> None:
    Consent(bare_app)
    assert "Link" not in bare_app.test_client().get("/privacy").headers
