import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.consent.ledger import NO_RECORD_BEFORE, hash_record
from broadsheet.consent.models import Record
from broadsheet.storage import reading

Choose = Callable[..., TestResponse]


@pytest.fixture
def choose(reader: FlaskClient) -> Choose:
    """Press a button of the notice or the choices page."""
    return lambda decision, **fields: reader.post("/privacy/choices", data={"decision": decision, **fields})


def records(app: Flask) -> list[Record]:
    with app.app_context():
        return reading().query(Record).order_by(Record.number).all()


def policy_header(client: FlaskClient, address: str = "/") -> str:
    return client.get(address).headers["Content-Security-Policy"]


def scripts_of_others(client: FlaskClient) -> list[str]:
    return re.findall(r'<script src="(http.*?)"', client.get("/").text)


def test_the_notice_asks_until_it_is_answered(reader: FlaskClient, choose: Choose, story: str) -> None:
    page = reader.get(story).text
    assert 'value="accept">Accept</button>' in page
    assert 'value="refuse">Refuse</button>' in page
    assert f'<input type="hidden" name="next" value="{story}">' in page
    response = choose("refuse", next=story)
    assert (response.status_code, response.headers["Location"]) == (303, story)
    page = reader.get(story).text
    assert "privacy-notice" not in page
    assert "privacy-tab" in page


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


def test_nothing_is_ticked_in_advance(reader: FlaskClient) -> None:
    page = reader.get("/privacy/choices").text
    assert page.count('type="checkbox"') == 3
    assert " checked" not in page


def test_what_is_not_offered_cannot_be_granted(app: Flask, choose: Choose) -> None:
    choose("save", service=["film", "choices", "no-such-service", "<script>"])
    assert records(app)[0].granted == ["film"]


def test_a_withdrawal_takes_the_services_cookies_along(reader: FlaskClient, choose: Choose) -> None:
    choose("accept")
    reader.set_cookie("demo_statistics", "4")
    response = choose("refuse")
    dropped = [c for c in response.headers.getlist("Set-Cookie") if c.startswith("demo_statistics=;")]
    assert len(dropped) == 1
    assert "Max-Age=0" in dropped[0]


@pytest.mark.parametrize("decision", ["", "maybe", "ACCEPT"])
def test_an_unclear_answer_is_none(app: Flask, choose: Choose, decision: str) -> None:
    response = choose(decision)
    assert response.status_code == 422
    assert "Nothing was changed" in response.text
    assert "Set-Cookie" not in response.headers
    assert records(app) == []


def test_reading_the_pages_changes_nothing(app: Flask, reader: FlaskClient) -> None:
    for address in ("/privacy/choices?decision=accept", "/privacy?decision=accept"):
        assert "Set-Cookie" not in reader.get(address).headers
    assert records(app) == []


def test_each_choice_adds_one_chained_record(app: Flask, choose: Choose) -> None:
    choose("accept", surface="notice")
    choose("save", service="film", surface="choices")
    choose("refuse")
    choose("refuse")
    found = records(app)
    assert [record.action for record in found] == ["grant", "change", "withdraw", "refuse"]
    assert [record.surface for record in found] == ["notice", "choices", "choices", "choices"]
    assert [record.before for record in found] == [None, *(record.receipt for record in found[:-1])]
    assert [record.previous_hash for record in found] == [NO_RECORD_BEFORE, *(r.hash for r in found[:-1])]
    assert all(record.hash == hash_record(record) for record in found)


@pytest.mark.parametrize("change", ["granted", "time", "policy_version", "previous_hash", "number"])
def test_a_changed_record_has_another_hash(app: Flask, choose: Choose, change: str) -> None:
    choose("refuse")
    (record,) = records(app)
    others = {"granted": ["film"], "time": record.expires, "number": 7}
    setattr(record, change, others.get(change, "other"))
    assert record.hash != hash_record(record)


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_an_answer_never_leads_to_another_site(choose: Choose, wanted: str) -> None:
    assert choose("refuse", next=wanted).headers["Location"] == "/"


def test_a_tampered_choice_is_no_choice(app: Flask, reader: FlaskClient, choose: Choose) -> None:
    choose("accept")
    cookie = reader.get_cookie("broadsheet_choices")
    assert cookie
    value = cookie.value
    for other in (
        value[:-1] + ("A" if value[-1] != "A" else "B"),
        value.upper(),
        value[1:],
        value * 20,
        "",
        "....",
        "é",
    ):
        reader.set_cookie("broadsheet_choices", other)
        response = reader.get("/")
        assert response.status_code == 200
        assert "privacy-notice" in response.text
        assert "localhost" not in response.headers["Content-Security-Policy"]


def test_a_new_policy_version_asks_again(app: Flask, reader: FlaskClient, choose: Choose) -> None:
    from dataclasses import replace

    choose("accept")
    app.extensions["broadsheet.consent"] = replace(app.extensions["broadsheet.consent"], version="next")
    assert "privacy-notice" in reader.get("/").text


def test_the_policy_page_lists_every_cookie(client: FlaskClient, app: Flask) -> None:
    page = client.get("/privacy").text
    for service in app.extensions["broadsheet.consent"].services.values():
        assert service.name in page
        for cookie in service.cookies:
            assert f"<code>{cookie.name}</code>" in page
    assert "sale or sharing" in page


def test_an_embed_waits_for_its_service(
    reader: FlaskClient, choose: Choose, content: object, publish: Callable[[], object]
) -> None:
    (content / "film.md").write_text(
        "---\ntitle: Film\n---\n\n[A film](/demo/films/tide-mill)\n\n[Not](/elsewhere/x)\n"
    )  # type: ignore[operator]
    publish()
    page = reader.get("/news/film").text
    assert "<iframe" not in page
    assert "It is loaded only if you agree" in page
    assert '<p><a href="/elsewhere/x">Not</a></p>' in page
    choose("save", service="film")
    assert '<iframe src="http://localhost:8000/demo/player/tide-mill"' in reader.get("/news/film").text


def test_the_ledger_says_nothing_about_the_reader(app: Flask, reader: FlaskClient) -> None:
    reader.post(
        "/privacy/choices",
        data={"decision": "accept"},
        headers={"User-Agent": "Telltale/1.0", "X-Forwarded-For": "203.0.113.9"},
        environ_overrides={"REMOTE_ADDR": "198.51.100.7"},
    )
    (record,) = records(app)
    told = json.dumps({c.key: str(getattr(record, c.key)) for c in Record.__table__.columns})
    for trace in ("Telltale", "203.0.113.9", "198.51.100.7"):
        assert trace not in told
