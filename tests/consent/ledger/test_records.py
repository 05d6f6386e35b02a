import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from broadsheet.consent.ledger.records import Decision, append_record, hash_record, name_action
from broadsheet.consent.ledger.retention import prune_records
from broadsheet.consent.ledger.seal import NO_RECORD_BEFORE
from broadsheet.consent.ledger.verifying import verify_ledger
from broadsheet.consent.models import Record, ShownWording
from broadsheet.consent.policy import Policy
from broadsheet.consent.policy.wording import word
from broadsheet.storage import reading, writing

Choose = Callable[..., TestResponse]
Records = Callable[[], list[Record]]
REFUSAL = Decision("refuse", "notice", frozenset())


def append(app: Flask, policy: Policy, decision: Decision = REFUSAL, now: datetime | None = None) -> None:
    with app.app_context(), writing() as session:
        append_record(session, policy, word(policy, "en", "opt-in"), decision, now)


@pytest.mark.parametrize(
    "change", ["granted", "time", "policy_version", "previous_hash", "number", "categories"]
)
def test_a_changed_record_has_another_hash(choose: Choose, change: str, records: Records) -> None:
    choose("refuse")
    (record,) = records()
    others = {"granted": ["film"], "time": record.expires, "number": 7, "categories": None}
    setattr(record, change, others.get(change, "other"))
    assert record.hash != hash_record(record)


def test_the_ledger_says_nothing_about_the_reader(reader: FlaskClient, records: Records) -> None:
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
    app: Flask, policy: Policy, records: Records, together: Callable[..., None]
) -> None:
    def choose() -> None:
        for _ in range(5):
            append(app, policy)

    together(choose)
    found = records()
    assert [record.number for record in found] == list(range(1, 21))
    assert [record.previous_hash for record in found] == [NO_RECORD_BEFORE, *(r.hash for r in found[:-1])]
    with app.app_context():
        assert verify_ledger(reading()) is None


@pytest.mark.parametrize(
    ("before", "granted", "action"),
    [
        (None, {"a"}, "grant"), (None, set(), "refuse"), (set(), {"a"}, "grant"), (set(), set(), "refuse"),
        ({"a"}, set(), "withdraw"), ({"a"}, {"b"}, "change"), ({"a"}, {"a"}, "change"),
    ],
)  # fmt: skip
def test_an_action_is_named_by_what_it_changes(
    before: set[str] | None, granted: set[str], action: str
) -> None:
    assert name_action(frozenset(granted), None if before is None else frozenset(before)) == action


def test_a_ledger_from_before_there_were_seals_goes_on(app: Flask, policy: Policy, records: Records) -> None:
    """It verifies as it is, and its next record seals it."""
    append(app, policy)
    with app.app_context(), writing() as session:
        record = session.query(Record).one()
        record.categories = None
        record.hash = hash_record(record)
        session.execute(text("DELETE FROM broadsheet_consent_seals"))
    with app.app_context():
        assert verify_ledger(reading()) is None
    append(app, policy)
    assert [record.number for record in records()] == [1, 2]
    with app.app_context():
        assert verify_ledger(reading()) is None


def test_a_record_from_before_there_were_categories_keeps_its_hash(
    app: Flask, choose: Choose, records: Records
) -> None:
    choose("refuse")
    (record,) = records()
    record.categories = None
    old = hash_record(record)
    record.categories = {}
    assert hash_record(record) != old


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_pruning_keeps_the_rest_verifiable(app: Flask, policy: Policy, records: Records) -> None:
    for days in (0, 1, 2):
        append(app, policy, now=LONG_AGO + timedelta(days=days))
    append(app, policy)
    append(app, policy, now=LONG_AGO)  # A clock that was set back: it stands behind one that is still needed.
    with app.app_context():
        with writing() as session:
            assert prune_records(session, 1_095, datetime.now(UTC)) == 3
        assert verify_ledger(reading()) is None
    assert [record.number for record in records()] == [4, 5]
    append(app, policy)
    with app.app_context():
        assert verify_ledger(reading()) is None
        with writing() as session:
            session.execute(text("DELETE FROM broadsheet_consent_records WHERE number = 4"))
        fault = verify_ledger(reading())
    assert fault
    assert fault.number == 4


def test_pruning_everything_leaves_a_ledger_that_goes_on(
    app: Flask, policy: Policy, records: Records
) -> None:
    append(app, policy, now=LONG_AGO)
    with app.app_context():
        with writing() as session:
            assert prune_records(session, 0, datetime.now(UTC)) == 1
        assert verify_ledger(reading()) is None
        assert reading().scalars(select(ShownWording)).all() == []
    append(app, policy)
    assert [record.number for record in records()] == [2]
    with app.app_context():
        assert verify_ledger(reading()) is None


@pytest.mark.parametrize("arguments", [["prune", "--dry-run"], ["prune", "--keep-days", "0"], ["prune"]])
def test_prune_on_the_command_line(
    app: Flask, policy: Policy, runner: FlaskCliRunner, records: Records, arguments: list[str]
) -> None:
    append(app, policy, now=LONG_AGO)
    append(app, policy)
    result = runner.invoke(args=["privacy", *arguments])
    assert result.exit_code == 0
    dry = "--dry-run" in arguments
    assert ("1 records would be removed" if dry else "1 records removed") in result.output
    assert len(records()) == (2 if dry else 1)


def test_a_ledger_with_a_fault_is_not_pruned(
    app: Flask, policy: Policy, runner: FlaskCliRunner, records: Records
) -> None:
    append(app, policy, now=LONG_AGO)
    with app.app_context(), writing() as session:
        session.execute(text("UPDATE broadsheet_consent_records SET surface = 'x'"))
    result = runner.invoke(args=["privacy", "prune"])
    assert result.exit_code == 1
    assert "Nothing was removed" in result.output
    assert len(records()) == 1


def test_verify_on_the_command_line(app: Flask, choose: Choose, runner: FlaskCliRunner) -> None:
    choose("accept")
    choose("refuse")
    assert "The ledger is whole: 2 records." in runner.invoke(args=["privacy", "verify"]).output
    with app.app_context(), writing() as session:
        session.execute(text("UPDATE broadsheet_consent_records SET gpc = true WHERE number = 2"))
    result = runner.invoke(args=["privacy", "verify"])
    assert result.exit_code == 1
    assert "record 2: its content is not what its hash was made of" in result.output


def test_export_gives_a_line_a_record(choose: Choose, runner: FlaskCliRunner, records: Records) -> None:
    choose("accept")
    choose("save", service=["film", "advertising"])
    lines = runner.invoke(args=["privacy", "export"]).stdout.splitlines()
    assert [json.loads(line)["action"] for line in lines] == ["grant", "change"]
    assert json.loads(lines[1])["hash"] == records()[1].hash
    table = runner.invoke(args=["privacy", "export", "--format", "csv"]).stdout
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["granted"] for row in rows] == ["advertising film reading-statistics", "advertising film"]
    assert rows[1]["categories"] == "statistics=none media=all advertising=all"


def test_export_writes_a_file_by_its_name(choose: Choose, runner: FlaskCliRunner, tmp_path: Path) -> None:
    choose("accept")
    assert runner.invoke(args=["privacy", "export", str(tmp_path / "ledger.csv")]).exit_code == 0
    with (tmp_path / "ledger.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 1


def test_the_words_behind_a_hash_can_be_exported(
    choose: Choose, runner: FlaskCliRunner, records: Records
) -> None:
    choose("accept")
    (line,) = runner.invoke(args=["privacy", "export", "--wordings"]).stdout.splitlines()
    assert json.loads(line)["hash"] == records()[0].notice_hash
