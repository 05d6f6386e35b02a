"""What a page of the desk's journal costs when it has 100,000 entries, beside one with 1,000.

Run it as `.venv/bin/python tests/benchmarks/desk_journal.py`. Told is the processor time of the whole page for each filter,
and how many times as much it is in the longer journal.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from broadsheet import create_app
from broadsheet.desk.accounts.users import add_user
from broadsheet.desk.journal.models import Entry
from broadsheet.storage import engine_of, writing

FEW, MANY, PAGES = 1_000, 100_000, 9
PASSWORD = "seven grey herons"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
FILTERS = {
    "the newest": "",
    "somebody's": "?who=mo",
    "somebody's who did nothing": "?who=nobody",
    "of a kind": "?kind=article",
    "of one thing": "?kind=comment&subject=77",
    "of one day": "?since=2026-01-01&until=2026-01-01",
    "of a day without any": "?since=2025-01-01&until=2025-01-01",
}


def fill(app: Flask, count: int) -> None:
    """Write a journal in which two moderators decide on comments, a minute apart, and every hundredth act is an editor's."""
    with app.app_context(), writing() as session:
        add_user(session, "olga", PASSWORD, "owner")
        rows = (
            {
                "moment": BEGIN + timedelta(minutes=number),
                "who": "mo" if number % 2 else "edda",
                "act": "approve" if number % 100 else "save",
                "kind": "comment" if number % 100 else "article",
                "subject": str(number),
                "before": {"status": "held"},
                "after": {"status": "approved"},
                "note": "",
                "batch": f"{number:016x}",
            }
            for number in range(count)
        )
        session.execute(insert(Entry), list(rows))


def sign_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    client.post("/desk/sign-in", data={"name": "olga", "password": PASSWORD})
    return client


def measure(act: Callable[[], object]) -> float:
    """Return the median of some runs, in milliseconds of processor time."""
    act()
    spent = []
    for _ in range(PAGES):
        begin = time.process_time()
        act()
        spent.append((time.process_time() - begin) * 1_000)
    return median(spent)


def measure_journal(folder: Path, count: int) -> dict[str, float]:
    app = create_app({"BROADSHEET_DATA": folder})
    fill(app, count)
    client = sign_in(app)
    assert client.get("/desk/journal").text.count('id="entry-') == 50
    found = {name: measure(lambda: client.get(f"/desk/journal{query}")) for name, query in FILTERS.items()}  # noqa: B023
    engine_of(app).dispose()
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        few = measure_journal(Path(folder) / "few", FEW)
        many = measure_journal(Path(folder) / "many", MANY)
    print(f"A page of the journal with {FEW:,} and with {MANY:,} entries, processor time:")
    for name in FILTERS:
        print(f"{name:<28} {few[name]:6.1f} ms  {many[name]:6.1f} ms  {many[name] / few[name]:5.1f} times")


if __name__ == "__main__":
    main()
