"""Give the ledger out, a record a line: JSON lines, or CSV for a spreadsheet."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Record, ShownWording


def list_json_lines(things: Iterable[dict[str, object]]) -> Iterator[str]:
    """Yield each as a line of JSON."""
    for thing in things:
        yield json.dumps(thing, ensure_ascii=False) + "\n"


def list_csv_lines(records: Iterable[dict[str, object]]) -> Iterator[str]:
    """Yield the lines of a table (RFC 4180) with a head; lists in it are joined by spaces."""
    names, line = [column.key for column in Record.__table__.columns], StringIO()
    table = csv.DictWriter(line, names, lineterminator="\r\n")
    table.writeheader()
    for record in records:
        table.writerow({name: _flatten(value) for name, value in record.items()})
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


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
