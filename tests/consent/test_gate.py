import re
from collections.abc import Callable

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.consent.gate import close_gate, parent_domains

Choose = Callable[..., TestResponse]


def scripts_of_others(client: FlaskClient) -> list[str]:
    return re.findall(r'<script src="(http.*?)"', client.get("/").text)


def test_the_choice_decides_what_may_load(reader: FlaskClient, choose: Choose) -> None:
    assert scripts_of_others(reader) == []
    choose("accept")
    assert len(scripts_of_others(reader)) == 2
    choose("refuse")
    assert scripts_of_others(reader) == []


def test_services_are_granted_one_by_one(reader: FlaskClient, choose: Choose) -> None:
    choose("save", service="film")
    page = reader.get("/privacy/choices").text
    assert re.search(r'value="film" checked', page)
    assert not re.search(r'value="advertising" checked', page)


@pytest.mark.parametrize(
    ("host", "domains"),
    [
        ("www.news.example.org", ["www.news.example.org", "news.example.org", "example.org"]),
        (
            "a.b.c.d.e.f.g.example.org",
            [
                "d.e.f.g.example.org",
                "e.f.g.example.org",
                "f.g.example.org",
                "g.example.org",
                "example.org",
            ],
        ),
        ("localhost", []),
        ("127.0.0.1", []),
        ("[::1]", []),
    ],
)
def test_a_cookie_is_expired_wherever_a_script_may_have_put_it(host: str, domains: list[str]) -> None:
    assert list(parent_domains(host)) == domains


def test_cookies_are_known_by_their_pattern(bare_app: Flask, small_policy: Callable[..., object]) -> None:
    from broadsheet.consent import Consent

    Consent(bare_app, small_policy())
    with bare_app.test_request_context("/", headers={"Cookie": "_count_a=1; _count_b=2; counter=3"}):
        response = close_gate(Response("page", mimetype="text/html"))
    assert {c.split("=")[0] for c in response.headers.getlist("Set-Cookie")} == {"_count_a", "_count_b"}


def test_a_page_after_the_signal_expires_what_selling_left(reader: FlaskClient, choose: Choose) -> None:
    choose("accept")
    reader.set_cookie("demo_advertising", "7")
    assert "Set-Cookie" not in reader.get("/").headers
    dropped = reader.get("/", headers={"Sec-GPC": "1"}).headers["Set-Cookie"]
    assert dropped.startswith("demo_advertising=;")


def test_files_and_errors_expire_nothing(reader: FlaskClient) -> None:
    reader.set_cookie("demo_statistics", "1")
    for address in ("/assets/site.css", "/nowhere"):
        assert "Set-Cookie" not in reader.get(address).headers
    assert "Set-Cookie" in reader.get("/").headers


def test_thousands_of_cookies_are_not_answered_by_thousands(
    bare_app: Flask, small_policy: Callable[..., object]
) -> None:
    from broadsheet.consent import Consent

    Consent(bare_app, small_policy())
    many = "; ".join(f"_count_{n}=1" for n in range(5_000))
    with bare_app.test_request_context("/", base_url="http://a.b.example.org", headers={"Cookie": many}):
        response = close_gate(Response("page", mimetype="text/html"))
    assert len(response.headers.getlist("Set-Cookie")) == 50 * 4


def test_a_pattern_never_expires_the_choice_itself(
    bare_app: Flask, small_policy: Callable[..., object]
) -> None:
    from broadsheet.consent import Consent

    ours = """sale = true
[[service.cookies]]
name = "*"
purpose = "All."
duration = "1 day"
[[category]]
id = "necessary"
name = "N"
description = "N."
required = true
[[service]]
id = "choices"
name = "Choices"
category = "necessary"
purpose = "Remembers."
recipient = "Us"
[[service.cookies]]
name = "broadsheet_choices"
purpose = "Answer."
duration = "180 days"
"""
    policy = small_policy(
        ("sale = true", 'link = "https://f.example/{id}"\nframe = "https://f.example/{id}"\n' + ours),
        ('link = ["https://film.example/watch/{id}", "https://fi.lm/{id}"]\n', ""),
        ('frame = "https://film.example/embed/{id}"\nhosts = { frame-src = ["https://film.example"] }\n', ""),
    )
    Consent(bare_app, policy)
    headers = {"Cookie": "__Host-broadsheet_choices=x; other=y"}
    with bare_app.test_request_context("/", base_url="https://news", headers=headers):
        response = close_gate(Response("page", mimetype="text/html"))
    assert [c.split("=")[0] for c in response.headers.getlist("Set-Cookie")] == ["other"]
