from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.consent.models import Record

Choose = Callable[..., TestResponse]
Records = Callable[[], list[Record]]


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


def test_nothing_is_ticked_in_advance(reader: FlaskClient) -> None:
    page = reader.get("/privacy/choices").text
    assert page.count('type="checkbox"') == 3
    assert " checked" not in page


def test_what_is_not_offered_cannot_be_granted(app: Flask, choose: Choose, records: Records) -> None:
    choose("save", service=["film", "choices", "no-such-service", "<script>"])
    assert records()[0].granted == ["film"]


def test_a_withdrawal_takes_the_services_cookies_along(reader: FlaskClient, choose: Choose) -> None:
    choose("accept")
    reader.set_cookie("demo_statistics", "4")
    response = choose("refuse")
    dropped = [c for c in response.headers.getlist("Set-Cookie") if c.startswith("demo_statistics=;")]
    assert len(dropped) == 1
    assert "Max-Age=0" in dropped[0]


@pytest.mark.parametrize("decision", ["", "maybe", "ACCEPT"])
def test_an_unclear_answer_is_none(app: Flask, choose: Choose, decision: str, records: Records) -> None:
    response = choose(decision)
    assert response.status_code == 422
    assert "Nothing was changed" in response.text
    assert "Set-Cookie" not in response.headers
    assert records() == []


def test_reading_the_pages_changes_nothing(app: Flask, reader: FlaskClient, records: Records) -> None:
    for address in ("/privacy/choices?decision=accept", "/privacy?decision=accept"):
        assert "Set-Cookie" not in reader.get(address).headers
    assert records() == []


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_an_answer_never_leads_to_another_site(choose: Choose, wanted: str) -> None:
    assert choose("refuse", next=wanted).headers["Location"] == "/"


def test_the_policy_page_lists_every_cookie(client: FlaskClient, app: Flask) -> None:
    page = client.get("/privacy").text
    for service in app.extensions["broadsheet.consent"].services.values():
        assert service.name in page
        for cookie in service.cookies:
            assert f">{cookie.name}</code>" in page
    assert "sale or sharing" in page


def test_a_flood_of_choices_is_stopped_and_the_last_one_holds(
    make_app: Callable[..., Flask], make_reader: Callable[[Flask], FlaskClient]
) -> None:
    reader = make_reader(make_app(CHOICES_RATE=2))
    answers = [reader.post("/privacy/choices", data={"decision": "refuse"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "What you chose before still holds" in answers[2].text
    assert "Set-Cookie" not in answers[2].headers
