"""Looking up a receipt."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from broadsheet.consent.models import Record
from broadsheet.storage import engine_of

Records = Callable[[], list[Record]]


def look_up(owner: FlaskClient, typed: str) -> str:
    return owner.post("/desk/privacy/receipt", data={"receipt": typed}).text


def test_a_receipt_is_told_in_words(owner: FlaskClient, receipts: list[str], list_records: Records) -> None:
    accepted, refused = list_records()
    for typed in (receipts[0], f"  {accepted.receipt}\n"):
        page = look_up(owner, typed)
        assert "This is genuine" in page
        assert "Its choice is in force." in page
        assert "<dd>agreed</dd>" in page
        assert accepted.hash in page
    assert "<dd>refused</dd>" in look_up(owner, refused.receipt)


def test_a_changed_receipt_is_told_from_a_true_one(owner: FlaskClient, receipts: list[str]) -> None:
    changed = json.loads(receipts[1])
    changed["record"]["granted"] = ["everything"]
    page = look_up(owner, json.dumps(changed))
    assert "was changed, or this site did not issue it" in page
    assert "everything" not in page


def test_a_changed_record_is_told(
    app: Flask, owner: FlaskClient, receipts: list[str], list_records: Records
) -> None:
    accepted = list_records()[0]
    with engine_of(app).begin() as connection:
        connection.execute(text("UPDATE broadsheet_consent_records SET surface = 'tab' WHERE number = 1"))
    page = look_up(owner, accepted.receipt)
    assert "The record was changed after it was written." in page
    assert "This is genuine" not in page


def test_a_receipt_whose_record_is_gone_is_told(app: Flask, owner: FlaskClient, receipts: list[str]) -> None:
    with engine_of(app).begin() as connection:
        connection.execute(text("DELETE FROM broadsheet_consent_records"))
    assert "not in our ledger any more" in look_up(owner, receipts[0])


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "x",
        "{}",
        "[1]",
        "null",
        "\0",
        "{" * 5_000,
        "é" * 20,
        '{"record": 1, "signature": 2}',
        "x" * 100_000,
    ],
)
def test_what_is_no_receipt_is_told_and_kept(owner: FlaskClient, typed: str) -> None:
    answer = owner.post("/desk/privacy/receipt", data={"receipt": typed})
    assert (answer.status_code, "neither the number of a receipt nor its file" in answer.text) == (422, True)


def test_a_number_that_nobody_was_given_is_told(owner: FlaskClient, receipts: list[str]) -> None:
    assert "no record of this number" in look_up(owner, "x" * 22)
