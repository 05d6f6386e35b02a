import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.consent.gate import policy_in_force
from broadsheet.consent.ledger import NO_RECORD_BEFORE, append_record, hash_record
from broadsheet.consent.models import Record
from broadsheet.storage import writing

Choose = Callable[..., TestResponse]
Records = Callable[[], list[Record]]


def test_each_choice_adds_one_chained_record(app: Flask, choose: Choose, records: Records) -> None:
    choose("accept", surface="notice")
    choose("save", service="film", surface="choices")
    choose("refuse")
    choose("refuse")
    found = records()
    assert [record.action for record in found] == ["grant", "change", "withdraw", "refuse"]
    assert [record.surface for record in found] == ["notice", "choices", "choices", "choices"]
    assert [record.before for record in found] == [None, *(record.receipt for record in found[:-1])]
    assert [record.previous_hash for record in found] == [NO_RECORD_BEFORE, *(r.hash for r in found[:-1])]
    assert all(record.hash == hash_record(record) for record in found)


@pytest.mark.parametrize("change", ["granted", "time", "policy_version", "previous_hash", "number"])
def test_a_changed_record_has_another_hash(app: Flask, choose: Choose, change: str, records: Records) -> None:
    choose("refuse")
    (record,) = records()
    others = {"granted": ["film"], "time": record.expires, "number": 7}
    setattr(record, change, others.get(change, "other"))
    assert record.hash != hash_record(record)


def test_the_ledger_says_nothing_about_the_reader(app: Flask, reader: FlaskClient, records: Records) -> None:
    reader.post(
        "/privacy/choices",
        data={"decision": "accept"},
        headers={"User-Agent": "Telltale/1.0", "X-Forwarded-For": "203.0.113.9"},
        environ_overrides={"REMOTE_ADDR": "198.51.100.7"},
    )
    (record,) = records()
    told = json.dumps({c.key: str(getattr(record, c.key)) for c in Record.__table__.columns})
    for trace in ("Telltale", "203.0.113.9", "198.51.100.7"):
        assert trace not in told


def test_choices_made_at_once_form_one_chain(
    app: Flask, records: Records, together: Callable[..., None]
) -> None:
    def choose() -> None:
        for _ in range(5):
            with app.app_context(), writing() as session:
                append_record(
                    session, policy_in_force(), frozenset(), surface="notice", language="en", before=None
                )

    together(choose)
    found = records()
    assert [record.number for record in found] == list(range(1, 21))
    assert [record.previous_hash for record in found] == [NO_RECORD_BEFORE, *(r.hash for r in found[:-1])]
