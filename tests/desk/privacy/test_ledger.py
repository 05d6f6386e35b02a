"""Verifying and exporting the ledger at the desk."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from broadsheet.consent.ledger.retention import prune_records
from broadsheet.consent.ledger.verifying import seal_anew
from broadsheet.consent.models import Record
from broadsheet.desk.journal.models import Entry
from broadsheet.desk.privacy import verifying
from broadsheet.storage import engine_of, writing

Records, Entries = Callable[[], list[Record]], Callable[[], list[Entry]]


def break_ledger(app: Flask, statement: str) -> None:
    with engine_of(app).begin() as connection:
        connection.execute(text(statement))


def test_a_whole_ledger_is_told_and_noted(
    owner: FlaskClient, receipts: list[str], list_records: Records, list_entries: Entries
) -> None:
    assert "It was never verified here." in owner.get("/desk/privacy").text
    page = owner.post("/desk/privacy/verify").text
    assert "The ledger is whole: 2 records" in page
    assert page.rstrip().endswith("</html>")
    (entry,) = list_entries()
    last = list_records()[-1]
    assert (entry.act, entry.after) == ("verify", {"records": 2, "whole": True, "end": [2, last.hash]})
    assert "It was whole." in owner.get("/desk/privacy").text


def test_what_was_found_is_told_where_nothing_can_be_noted(
    owner: FlaskClient, receipts: list[str], list_entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(verifying, "write_entry", fail)
    page = owner.post("/desk/privacy/verify").text
    assert "The ledger is whole: 2 records" in page
    assert page.rstrip().endswith("</html>")
    assert list_entries() == []


def test_an_empty_ledger_is_whole(owner: FlaskClient) -> None:
    for _ in range(2):
        assert "The ledger is whole" in owner.post("/desk/privacy/verify").text


def test_it_shows_how_far_it_is(
    owner: FlaskClient, receipts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "TOLD_EVERY", 1)
    answer = owner.post("/desk/privacy/verify", buffered=False)
    pieces = [piece.decode() for piece in answer.response if piece.strip()]  # type: ignore[union-attr]
    first = next(number for number, piece in enumerate(pieces) if "1 of 2 records" in piece)
    assert first < next(number for number, piece in enumerate(pieces) if "The ledger is whole" in piece)


def test_a_fault_is_told_with_its_place(
    app: Flask, owner: FlaskClient, receipts: list[str], list_entries: Entries
) -> None:
    break_ledger(app, "UPDATE broadsheet_consent_records SET surface = 'tab' WHERE number = 2")
    page = owner.post("/desk/privacy/verify").text
    assert "the first fault is at record 2." in page
    assert "It was not whole." in owner.get("/desk/privacy").text
    (entry,) = list_entries()
    assert (entry.after or {})["whole"] is False


@pytest.mark.parametrize("forged", ["written anew", "an older one"])
def test_a_ledger_that_is_another_is_told_though_its_chain_is_good(
    app: Flask, owner: FlaskClient, receipts: list[str], forged: str
) -> None:
    """Whoever has the site's secret can make all hashes and the seal anew; the journal still knows the end."""
    assert "is whole" in owner.post("/desk/privacy/verify").text
    break_ledger(app, "DELETE FROM broadsheet_consent_records WHERE number = 2")
    break_ledger(app, "DELETE FROM broadsheet_consent_seals")
    with app.app_context(), writing() as session:
        seal_anew(session)
    if forged == "written anew":
        owner.post("/privacy/choices", data={"decision": "refuse", "next": "/privacy"})
    for _ in range(2):
        page = owner.post("/desk/privacy/verify").text
        assert "it is not the ledger that was verified before" in page


def test_a_ledger_that_grew_or_was_pruned_is_the_same(
    app: Flask, owner: FlaskClient, receipts: list[str]
) -> None:
    assert "is whole" in owner.post("/desk/privacy/verify").text
    owner.post("/privacy/choices", data={"decision": "refuse", "next": "/privacy"})
    assert "3 records" in owner.post("/desk/privacy/verify").text
    break_ledger(app, "UPDATE broadsheet_consent_records SET expires = '2020-01-01 00:00:00.000000'")
    with app.app_context(), writing() as session:
        assert prune_records(session, 0, datetime.now(UTC)) == 3
    assert "The ledger is whole" in owner.post("/desk/privacy/verify").text


@pytest.mark.parametrize(
    ("kind", "name"), [("jsonl", "privacy-choices.jsonl"), ("csv", "privacy-choices.csv")]
)
def test_the_ledger_is_sent_as_a_file(
    owner: FlaskClient,
    receipts: list[str],
    list_records: Records,
    list_entries: Entries,
    kind: str,
    name: str,
) -> None:
    answer = owner.post("/desk/privacy/export", data={"format": kind})
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    rows = (
        [*csv.DictReader(StringIO(answer.text))]
        if kind == "csv"
        else [json.loads(line) for line in answer.text.splitlines()]
    )
    assert [row["hash"] for row in rows] == [record.hash for record in list_records()]
    (entry,) = list_entries()
    assert (entry.act, entry.after) == ("export", {"format": kind, "records": 2})


def test_the_words_are_sent_too(owner: FlaskClient, receipts: list[str], list_records: Records) -> None:
    answer = owner.post("/desk/privacy/export", data={"format": "wordings"})
    assert {json.loads(line)["hash"] for line in answer.text.splitlines()} == {
        record.notice_hash for record in list_records()
    }


@pytest.mark.parametrize("kind", ["", "xml", "../secrets"])
def test_another_format_is_refused(owner: FlaskClient, list_entries: Entries, kind: str) -> None:
    assert owner.post("/desk/privacy/export", data={"format": kind}).status_code == 400
    assert list_entries() == []
