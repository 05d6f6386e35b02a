"""Give the ledger out, a record a line: JSON lines, or CSV for a spreadsheet."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import TextIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Record, ShownWording


def write_json_lines(things: Iterable[dict[str, object]], out: TextIO) -> int:
    """Write each as a line of JSON and return how many there were."""
    count = 0
    for count, thing in enumerate(things, 1):  # noqa: B007 -- the last one is the number
        out.write(json.dumps(thing, ensure_ascii=False) + "\n")
    return count


def write_csv(records: Iterable[dict[str, object]], out: TextIO) -> int:
    """Write a table (RFC 4180) with a head; lists are joined by spaces."""
    count = 0
    names = [column.key for column in Record.__table__.columns]
    table = csv.DictWriter(out, names, lineterminator="\r\n")
    table.writeheader()
    for count, record in enumerate(records, 1):  # noqa: B007 -- the last one is the number
        table.writerow({name: _flatten(value) for name, value in record.items()})
    return count


def read_wordings(session: Session) -> Iterator[dict[str, object]]:
    """Yield the words that the records' notice hashes stand for."""
    for wording in session.scalars(select(ShownWording).order_by(ShownWording.hash)):
        yield {column.key: getattr(wording, column.key) for column in ShownWording.__table__.columns}


def _flatten(value: object) -> object:
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, dict):
        return " ".join(f"{name}={state}" for name, state in value.items())
    return value
