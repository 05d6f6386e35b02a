import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.articles.publishing import Report
from broadsheet.consent.gate import find_embed

Choose = Callable[..., TestResponse]


def policy_header(client: FlaskClient, address: str = "/") -> str:
    return client.get(address).headers["Content-Security-Policy"]


def scripts_of_others(client: FlaskClient) -> list[str]:
    return re.findall(r'<script src="(http.*?)"', client.get("/").text)


def test_the_choice_decides_what_may_load(reader: FlaskClient, choose: Choose) -> None:
    host = "http://localhost:8000"
    assert host not in policy_header(reader)
    assert scripts_of_others(reader) == []
    choose("accept")
    assert f"script-src 'self' {host};" in policy_header(reader)
    assert f"frame-src {host};" in policy_header(reader)
    assert len(scripts_of_others(reader)) == 2
    choose("refuse")
    assert host not in policy_header(reader)
    assert scripts_of_others(reader) == []


def test_services_are_granted_one_by_one(reader: FlaskClient, choose: Choose) -> None:
    choose("save", service="film")
    policy = policy_header(reader)
    assert "frame-src http://localhost:8000;" in policy
    assert "script-src 'self';" in policy
    page = reader.get("/privacy/choices").text
    assert re.search(r'value="film" checked', page)
    assert not re.search(r'value="advertising" checked', page)


def test_an_embed_waits_for_its_service(
    reader: FlaskClient, choose: Choose, content: Path, publish: Callable[[], Report]
) -> None:
    (content / "film.md").write_text(
        "---\ntitle: Film\n---\n\n[A film](/demo/films/tide-mill)\n\n[Not](/elsewhere/x)\n"
    )
    publish()
    page = reader.get("/news/film").text
    assert "<iframe" not in page
    assert "It is loaded only if you agree" in page
    assert '<p><a href="/elsewhere/x">Not</a></p>' in page
    choose("save", service="film")
    assert '<iframe src="http://localhost:8000/demo/player/tide-mill"' in reader.get("/news/film").text


@pytest.mark.parametrize("link", ["/demo/films/", "/demo/films/a/b", "/demo/films/a?x=1", "x/demo/films/a"])
def test_only_a_link_of_the_services_own_form_is_an_embed(app: Flask, link: str) -> None:
    with app.app_context():
        assert find_embed(link) is None
        assert find_embed("/demo/films/tide-mill")
