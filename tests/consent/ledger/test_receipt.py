import json
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

from broadsheet.consent.models import Record
from broadsheet.storage import writing

Choose = Callable[..., TestResponse]


def check(client: FlaskClient, receipt: object) -> dict[str, object]:
    answer: dict[str, object] = client.post("/privacy/receipt", json=receipt).json
    return answer


def test_a_receipt_follows_its_choice(
    app: Flask, reader: FlaskClient, client: FlaskClient, choose: Choose
) -> None:
    """Whoever holds it may ask, from anywhere: `client` says nothing of where it comes from."""
    choose("accept")
    receipt = reader.get("/privacy/receipt").json
    number = receipt["record"]["receipt"]
    assert check(client, receipt) == {"valid": True, "state": "in force", "receipt": number}
    choose("refuse")
    assert check(client, receipt)["state"] == "replaced"
    with app.app_context(), writing() as session:
        session.execute(delete(Record))
    assert check(client, receipt)["state"] == "not in the ledger"


def test_a_receipt_ends_with_its_choice(app: Flask, reader: FlaskClient, choose: Choose) -> None:
    from datetime import UTC, datetime, timedelta

    from broadsheet.consent.ledger.receipt import check_receipt
    from broadsheet.storage import reading

    choose("accept")
    receipt = reader.get("/privacy/receipt").json
    with app.app_context():
        later = datetime.now(UTC) + timedelta(days=181)
        assert (
            check_receipt(reading(), receipt, receipt["record"]["policy_version"], later).state == "expired"
        )


def test_a_person_pastes_it_into_a_form(reader: FlaskClient, choose: Choose) -> None:
    choose("save", service="film")
    given = reader.get("/privacy/receipt").text
    page = reader.post("/privacy/receipt", data={"receipt": given})
    assert "This receipt is true" in page.text
    assert "Its choice is in force." in page.text
    assert "film" in unescape(page.text)
    changed = reader.post("/privacy/receipt", data={"receipt": given.replace('"film"', '"advertising"')})
    assert "This receipt was changed" in changed.text


@pytest.mark.parametrize(
    "text",
    ["", "hello", "{}", "[]", "null", '{"record": 1, "signature": "x"}', '{"record": {}, "signature": 5}', "[" * 100_000,
     '{"record": {}, "record": {}, "signature": "x"}', "1" * 5_000, "{\ud83d", "x" * 300_000],
)  # fmt: skip
def test_nonsense_is_no_receipt_and_is_kept(reader: FlaskClient, text: str) -> None:
    body = text.encode("utf-8", "surrogatepass")
    as_json = reader.post("/privacy/receipt", data=body, content_type="application/json")
    as_form = reader.post("/privacy/receipt", data={"receipt": text.encode("utf-8", "replace").decode()})
    assert (as_json.status_code, as_form.status_code) == (422, 422)
    assert as_json.json["valid"] is False
    assert "This is not a receipt" in as_form.text
    assert text[:1_000].encode("utf-8", "replace").decode() in unescape(as_form.text)


def test_without_a_choice_a_person_gets_a_page(reader: FlaskClient) -> None:
    page = reader.get("/privacy/receipt", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 404
    assert "no receipt" in page.text
    assert 'name="receipt"' in page.text


def test_a_receipt_is_nobodys_to_keep_on_the_way(reader: FlaskClient, choose: Choose) -> None:
    choose("refuse")
    assert reader.get("/privacy/receipt").headers["Cache-Control"] == "no-store"


def test_the_issuer_is_what_the_operator_says_not_what_the_client_says(
    make_app: Callable[..., Flask], make_reader: Callable[[Flask], FlaskClient]
) -> None:
    reader = make_reader(make_app(ADDRESS="https://news.example.org"))
    reader.post("/privacy/choices", data={"decision": "refuse"})
    receipt = json.loads(reader.get("/privacy/receipt").text)
    assert receipt["issuer"] == "https://news.example.org"


@pytest.mark.parametrize("signature", ["\ud800.a", "", ".", "a.b", "é.x", "\x00"])
def test_an_odd_signature_is_a_changed_receipt(reader: FlaskClient, signature: str) -> None:
    receipt = {"record": {"receipt": "x"}, "signature": signature}
    assert check(reader, receipt)["state"] == "changed"
    form = reader.post("/privacy/receipt", data={"receipt": json.dumps(receipt)})
    assert "This receipt was changed" in form.text


def test_a_true_receipt_of_a_record_that_was_changed_since_is_not_in_the_ledger(
    app: Flask, reader: FlaskClient, choose: Choose
) -> None:
    choose("accept")
    receipt = reader.get("/privacy/receipt").json
    with app.app_context(), writing() as session:
        session.query(Record).one().hash = "0" * 64
    assert check(reader, receipt)["state"] == "not in the ledger"


def test_a_receipt_ends_with_the_version_of_the_policy(
    app: Flask, reader: FlaskClient, choose: Choose
) -> None:
    choose("accept")
    receipt = reader.get("/privacy/receipt").json
    app.extensions["broadsheet.consent"] = replace(app.extensions["broadsheet.consent"], version="next")
    assert check(reader, receipt)["state"] == "expired"


def test_a_name_that_stands_twice_makes_no_receipt(reader: FlaskClient, choose: Choose) -> None:
    """A person would read the first, and we the last."""
    choose("refuse")
    told = reader.get("/privacy/receipt").text.rstrip()
    doubled = told[:-1].rstrip() + ', "issuer": ""}'
    answer = reader.post("/privacy/receipt", data=doubled, content_type="application/json")
    assert answer.json["state"] == "no receipt"
