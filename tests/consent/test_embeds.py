from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.articles.publishing import Report
from broadsheet.consent import Consent
from broadsheet.consent.embeds import find_embed
from broadsheet.consent.models import Record
from broadsheet.consent.policy import Policy

Choose = Callable[..., TestResponse]
FRAME = '<iframe src="http://localhost:8000/demo/player/{}"'
LINKS = """---
title: Film
---

[A film](/demo/films/tide-mill)

[Another](/demo/films/foghorn)

[Not a film](/elsewhere/x)

https://example.org/by-itself
"""


@pytest.fixture
def page_of_films(content: Path, publish: Callable[[], Report]) -> str:
    (content / "film.md").write_text(LINKS)
    publish()
    return "/news/film"


def test_an_embed_waits_for_its_service(reader: FlaskClient, choose: Choose, page_of_films: str) -> None:
    page = unescape(reader.get(page_of_films).text)
    assert "<iframe" not in page
    assert "then your IP address goes to localhost:8000" in page
    assert 'value="once">Load once<' in page
    assert 'value="allow">Always allow<' in page
    assert '<img src="/assets/consent/embed.' in page
    for link, words in (("/elsewhere/x", "Not a film"), ("https://example.org/by-itself",) * 2):
        assert f'<p><a href="{link}">{words}</a></p>' in page
    choose("save", service="film")
    assert FRAME.format("tide-mill") in reader.get(page_of_films).text


def test_load_once_loads_this_one_on_this_page_only(
    reader: FlaskClient, choose: Choose, page_of_films: str, records: Callable[[], list[Record]]
) -> None:
    response = choose(
        "once", service="film", url="/demo/films/tide-mill", surface="embed", next=f"{page_of_films}#embed"
    )
    assert response.headers["Location"] == f"{page_of_films}#embed"
    page = reader.get(page_of_films)
    assert FRAME.format("tide-mill") in page.text
    assert FRAME.format("foghorn") not in page.text
    assert "frame-src http://localhost:8000;" in page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    assert "privacy-notice" in page.text, "no lasting choice was made"
    again = reader.get(page_of_films)
    assert "<iframe" not in again.text
    assert "frame-src 'none'" in again.headers["Content-Security-Policy"]
    (record,) = records()
    assert (record.action, record.surface, record.granted) == ("grant", "embed-once", ["film"])
    assert (record.expires - record.time).total_seconds() == 60


def test_load_once_leaves_the_choice_in_force_alone(
    reader: FlaskClient, choose: Choose, page_of_films: str
) -> None:
    choose("save", service="reading-statistics")
    choose("once", service="film", url="/demo/films/tide-mill", surface="embed")
    assert FRAME.format("tide-mill") in reader.get(page_of_films).text
    assert "scripts/statistics.js" in reader.get(page_of_films).text


@pytest.mark.parametrize("first", ["", "refuse", "save"])
@pytest.mark.parametrize("then", ["refuse", "withdraw", "save"])
def test_rule_25_load_once_ends_with_the_next_choice_also_when_played_back(
    app: Flask, reader: FlaskClient, choose: Choose, page_of_films: str, first: str, then: str
) -> None:
    if first:
        choose(first)
    choose("once", service="film", url="/demo/films/tide-mill")
    kept = {name: reader.get_cookie(name) for name in ("broadsheet_once", "broadsheet_choices")}
    response = choose(then)
    assert any(c.startswith("broadsheet_once=;") for c in response.headers.getlist("Set-Cookie"))
    thief = app.test_client()
    for name, cookie in kept.items():
        if cookie:
            thief.set_cookie(name, cookie.value)
    assert "<iframe" not in thief.get(page_of_films).text


@pytest.mark.parametrize(
    ("service", "url"),
    [("advertising", "/demo/films/a"), ("film", "/elsewhere"), ("film", ""), ("film", "/demo/films/")],
)
def test_load_once_is_for_an_embed_of_the_service(
    choose: Choose, records: Callable[[], list[Record]], service: str, url: str
) -> None:
    assert choose("once", service=service, url=url).status_code == 422
    assert records() == []


def test_load_once_ends_with_whatever_page_comes(
    reader: FlaskClient, choose: Choose, page_of_films: str
) -> None:
    choose("once", service="film", url="/demo/films/tide-mill")
    reader.get("/nowhere")
    assert "<iframe" not in reader.get(page_of_films).text


def test_always_allow_adds_to_what_was_granted(
    reader: FlaskClient, choose: Choose, page_of_films: str, records: Callable[[], list[Record]]
) -> None:
    choose("save", service="reading-statistics")
    choose("allow", service="film", surface="embed")
    assert records()[-1].granted == ["film", "reading-statistics"]
    page = reader.get(page_of_films).text
    assert FRAME.format("tide-mill") in page
    assert FRAME.format("foghorn") in page


@pytest.mark.parametrize("service", ["", "choices", "no-such", ["film", "advertising"]])
@pytest.mark.parametrize("decision", ["once", "allow"])
def test_only_one_service_that_is_offered_can_be_allowed(
    choose: Choose, records: Callable[[], list[Record]], decision: str, service: str
) -> None:
    response = choose(decision, service=service, url="/demo/films/a")
    assert response.status_code == 422
    assert "is not offered here" in response.text
    assert records() == []


@pytest.mark.parametrize("link", ["/demo/films/", "/demo/films/a/b", "/demo/films/a?x=1", "x/demo/films/a"])
def test_only_a_link_of_the_services_own_form_is_an_embed(app: Flask, link: str) -> None:
    with app.test_request_context("/"):
        assert find_embed(link) is None
        assert find_embed("/demo/films/tide-mill")


@pytest.mark.parametrize("link", ["https://film.example/watch/a1", "https://fi.lm/a1"])
def test_a_service_may_have_links_of_several_forms(
    bare_app: Flask, small_policy: Callable[..., Policy], link: str
) -> None:
    Consent(bare_app, small_policy())
    with bare_app.test_request_context("/"):
        embed = find_embed(link, "film")
    assert embed
    assert embed.frame == "https://film.example/embed/a1"


def test_a_mistake_in_a_template_is_named(bare_app: Flask, small_policy: Callable[..., Policy]) -> None:
    consent = Consent(bare_app, small_policy())
    with bare_app.test_request_context("/"):
        with pytest.raises(LookupError, match="no link of the service film"):
            consent.embed("film", "https://elsewhere.example/")
        with pytest.raises(LookupError, match="flim"):
            consent.embed("flim", "https://fi.lm/1")
        with pytest.raises(LookupError, match="has no script"):
            consent.script("film")
        assert "<script" not in consent.script("stats")
