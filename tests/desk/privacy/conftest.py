"""Readers who chose, and what the ledger has of them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from broadsheet.consent.models import Record
from broadsheet.desk.journal.models import Entry
from broadsheet.storage import reading


@pytest.fixture
def receipts(app: Flask, make_reader: Callable[[Flask], FlaskClient]) -> list[str]:
    """The receipts, as files, of a reader who accepted and of one who refused."""
    files = []
    for decision in ("accept", "refuse"):
        client = make_reader(app)
        client.post("/privacy/choices", data={"decision": decision, "next": "/privacy"})
        files.append(client.get("/privacy/receipt").text)
    return files


@pytest.fixture
def list_records(app: Flask) -> Callable[[], list[Record]]:
    def run() -> list[Record]:
        with app.app_context():
            return list(reading().scalars(select(Record).order_by(Record.number)))

    return run


@pytest.fixture
def list_entries(app: Flask) -> Callable[[], list[Entry]]:
    def run() -> list[Entry]:
        with app.app_context():
            return list(reading().scalars(select(Entry).order_by(Entry.id)))

    return run
