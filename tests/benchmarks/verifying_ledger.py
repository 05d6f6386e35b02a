"""How long verifying the ledger of choices takes, beside what checking an export of it by the standard library takes.

Run it as `.venv/bin/python tests/benchmarks/verifying_ledger.py 1000000`; without a number there are 50,000 records.
"""

import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from broadsheet import create_app
from broadsheet.consent.ledger.export import list_json_lines
from broadsheet.consent.ledger.records import Decision, append_record, describe_record, hash_record
from broadsheet.consent.ledger.verifying import read_records, seal_anew, verify_ledger
from broadsheet.consent.models import Record
from broadsheet.consent.policy.wording import word
from broadsheet.consent.standing import policy_in_force
from broadsheet.storage import engine_of, snapshot, writing

AT_ONCE = 5_000


def fill(app: Flask, count: int) -> None:
    """Write a ledger of readers who each granted one service, and seal it."""
    with app.app_context(), writing() as session:
        policy = policy_in_force()
        granted = frozenset(sorted(policy.optional_services)[:1])
        wording = word(policy, "en", policy.modes[0])
        first = append_record(session, policy, wording, Decision("grant", "notice", granted))
        rows: list[dict[str, Any]] = []
        for row in follow(first, count):
            rows.append(row)
            if len(rows) == AT_ONCE or row["number"] == count:
                session.execute(insert(Record), rows)
                rows.clear()
        seal_anew(session)


def follow(first: Record, count: int) -> Iterator[dict[str, Any]]:
    told, before = {column.key: getattr(first, column.key) for column in Record.__table__.columns}, first.hash
    for number in range(2, count + 1):
        name = f"receipt-{number:012}"
        row = told | {"number": number, "receipt": name, "line": name, "previous_hash": before}
        row["hash"] = before = hash_record(Record(**row))
        yield row


def verify(session: Session) -> None:
    assert verify_ledger(session) is None


def check_lines(lines: list[str]) -> None:
    """Do what somebody with an export could: follow the hashes, by the standard library alone."""
    before = "0" * 64
    for line in lines:
        record = json.loads(line)
        hash = record.pop("hash")
        told = json.dumps(record, sort_keys=True, ensure_ascii=False)
        assert record["previous_hash"] == before
        assert hashlib.sha256(told.encode()).hexdigest() == hash
        before = hash


def measure(act: Callable[[], object]) -> float:
    begin = time.process_time()
    act()
    return time.process_time() - begin


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"BROADSHEET_DATA": Path(folder)})
        fill(app, count)
        with app.app_context(), snapshot() as session:
            ours = measure(lambda: verify(session))
            lines = list(list_json_lines(map(describe_record, read_records(session))))
            theirs = measure(lambda: check_lines(lines))
        engine_of(app).dispose()
    print(f"{count:,} records verified in {ours:.1f} s of processor time, {ours / count * 1e6:.0f} µs each;")
    print(
        f"the same hashes followed in an export, without reading a database: {theirs:.1f} s, {ours / theirs:.1f} times less"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
