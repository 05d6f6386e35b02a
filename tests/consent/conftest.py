from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.consent.models import Record
from broadsheet.storage import reading


@pytest.fixture
def choose(reader: FlaskClient) -> Callable[..., TestResponse]:
    """Press a button of the notice or of the choices page."""
    return lambda decision, **fields: reader.post("/privacy/choices", data={"decision": decision, **fields})


@pytest.fixture
def records(app: Flask) -> Callable[[], list[Record]]:
    """Read the ledger."""

    def read() -> list[Record]:
        with app.app_context():
            return reading().query(Record).order_by(Record.number).all()

    return read
