import csv
import io
import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from broadsheet.consent.ledger.records import Decision, append_record, hash_record, name_action
from broadsheet.consent.ledger.retention import prune_records
from broadsheet.consent.ledger.seal import NO_RECORD_BEFORE, open_seal
from broadsheet.consent.ledger.verifying import verify_ledger
from broadsheet.consent.models import Record, ShownWording
from broadsheet.consent.policy import Policy
from broadsheet.consent.policy.wording import word
from broadsheet.storage import reading, snapshot, writing

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


def forge(session: Session) -> None:
    """Turn the second record into a grant, and make every hash behind it anew, as who can write to the database could."""
    records = session.query(Record).order_by(Record.number).all()
    records[1].granted, records[1].action = ["advertising"], "grant"
    for before, record in pairwise(records):
        record.previous_hash = before.hash
        record.hash = hash_record(record)


def add_past_the_site(session: Session) -> None:
    """Write a good record of one's own behind the last, as who can write to the database could."""
    last = session.query(Record).order_by(Record.number.desc()).first()
    assert last
    copied = {column.key: getattr(last, column.key) for column in Record.__table__.columns}
    added = Record(**copied | {"number": last.number + 1, "receipt": "x", "previous_hash": last.hash})
    added.hash = hash_record(added)
    session.add(added)


def delete_seal(session: Session) -> None:
    session.execute(text("DELETE FROM broadsheet_consent_seals"))


def break_seal(session: Session) -> None:
    session.execute(text("UPDATE broadsheet_consent_seals SET token = 'x'"))


@pytest.mark.parametrize(
    "tampering",
    [[forge], [forge, delete_seal], [forge, break_seal], [add_past_the_site], [delete_seal], [break_seal]],
)
def test_the_next_choice_does_not_seal_a_forgery(
    app: Flask, policy: Policy, tampering: list[Callable[[Session], None]]
) -> None:
    for _ in range(3):
        append(app, policy)
    with app.app_context(), writing() as session:
        for tamper in tampering:
            tamper(session)
    append(app, policy)
    append(app, policy)
    with app.app_context():
        assert verify_ledger(reading())


def test_a_ledger_is_sealed_anew_by_command_alone(
    app: Flask, policy: Policy, runner: FlaskCliRunner, records: Records
) -> None:
    """As one that was begun before there were seals, or restored beside another key."""
    append(app, policy)
    with app.app_context(), writing() as session:
        session.execute(text("DELETE FROM broadsheet_consent_seals"))
    append(app, policy)
    assert runner.invoke(args=["privacy", "verify"]).exit_code == 1
    assert "Sealed the ledger from record 1 to 2." in runner.invoke(args=["privacy", "seal"]).output
    assert runner.invoke(args=["privacy", "verify"]).exit_code == 0
    append(app, policy)
    assert "3 records" in runner.invoke(args=["privacy", "verify"]).output
    with app.app_context(), writing() as session:
        session.execute(text("UPDATE broadsheet_consent_records SET surface = 'x' WHERE number = 2"))
    refused = runner.invoke(args=["privacy", "seal"])
    assert refused.exit_code == 1
    assert "the chain is broken at record 2" in refused.output


def test_an_expected_end_tells_a_ledger_that_was_written_anew(
    app: Flask, policy: Policy, runner: FlaskCliRunner
) -> None:
    append(app, policy)
    append(app, policy)
    said = runner.invoke(args=["privacy", "verify"]).output
    end = re.search(r"It ends at (2:[0-9a-f]{64})\.", said)
    assert end
    append(app, policy)
    assert runner.invoke(args=["privacy", "verify", "--expect", end[1]]).exit_code == 0
    with app.app_context(), writing() as session:
        for table in ("records", "seals"):
            session.execute(text(f"DELETE FROM broadsheet_consent_{table}"))
    append(app, policy)
    append(app, policy)
    assert runner.invoke(args=["privacy", "verify"]).exit_code == 0
    other = runner.invoke(args=["privacy", "verify", "--expect", end[1]])
    assert other.exit_code == 1
    assert "written anew" in other.output
    assert runner.invoke(args=["privacy", "verify", "--expect", "x"]).exit_code == 2


# SQLite takes anything in any column; PostgreSQL only what is at least of the kind.
ODD = ["granted = 'not json'", "time = 'garbage'", "language = x'6465'", "receipt = x'ff'", "expires = ''"]
ODD_ANYWHERE = ["granted = 'null'", "categories = '[]'"]


@pytest.mark.parametrize("change", ODD_ANYWHERE if os.environ.get("TEST_POSTGRES") else ODD + ODD_ANYWHERE)
def test_a_record_that_cannot_be_read_is_named(app: Flask, policy: Policy, change: str) -> None:
    for _ in range(3):
        append(app, policy)
    with app.app_context(), writing() as session:
        session.execute(text(f"UPDATE broadsheet_consent_records SET {change} WHERE number = 2"))
    with app.app_context():
        fault = verify_ledger(reading())
    assert fault
    assert fault.number == 2


def test_verifying_is_not_misled_by_choices_that_come_meanwhile(app: Flask, policy: Policy) -> None:
    append(app, policy)
    with app.app_context(), snapshot() as session:
        open_seal(session)
        append(app, policy)
        assert verify_ledger(session) is None


def choose_with(app: Flask, cookie: str, decision: str) -> str:
    """Answer with a choice cookie at hand, and return the new one."""
    client = app.test_client()
    client.set_cookie("broadsheet_choices", cookie)
    client.post("/privacy/choices", data={"decision": decision}, headers={"Sec-Fetch-Site": "same-origin"})
    found = client.get_cookie("broadsheet_choices")
    assert found
    return found.value


def loads_others(app: Flask, cookie: str) -> bool:
    client = app.test_client()
    client.set_cookie("broadsheet_choices", cookie)
    return "localhost" in client.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("first", ["accept", "refuse"])
def test_several_answers_to_one_choice_form_one_line(
    app: Flask,
    reader: FlaskClient,
    choose: Choose,
    records: Records,
    together: Callable[..., None],
    first: str,
) -> None:
    choose(first)
    begun = reader.get_cookie("broadsheet_choices")
    assert begun
    cookies: list[str] = []
    together(lambda: cookies.append(choose_with(app, begun.value, "accept")))
    assert sum(loads_others(app, cookie) for cookie in cookies) == 1
    found = records()
    assert [record.before for record in found] == [None, *(record.receipt for record in found[:-1])]
    choose_with(app, cookies[0], "withdraw")
    assert [loads_others(app, cookie) for cookie in (begun.value, *cookies)] == [False] * 5
    with app.app_context():
        assert verify_ledger(reading()) is None


def test_a_record_from_before_there_were_lines_is_followed_too(
    app: Flask, reader: FlaskClient, choose: Choose
) -> None:
    choose("accept")
    old = reader.get_cookie("broadsheet_choices")
    assert old
    with app.app_context(), writing() as session:
        session.execute(text("UPDATE broadsheet_consent_records SET line = NULL"))
    assert loads_others(app, old.value)
    newer = choose_with(app, old.value, "accept")
    newest = choose_with(app, old.value, "accept")
    assert [loads_others(app, cookie) for cookie in (old.value, newer, newest)] == [False, False, True]


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
