"""What the browser refuses it reports, and the newsroom can read it."""

import sqlite3
from pathlib import Path

PATIENCE_MS = 15_000


def test_a_refusal_is_reported_and_counted(visit, site_folder: Path) -> None:
    page = visit("/culture/foghorn", javascript=True)
    page.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'https://tracker.invalid/p.gif?reader=7'}))"
    )
    database = sqlite3.connect(site_folder / "data" / "broadsheet.sqlite3")
    found = []
    for _ in range(PATIENCE_MS // 250):
        page.wait_for_timeout(250)
        found = database.execute(
            "SELECT directive, blocked, page FROM broadsheet_consent_refusals WHERE page = '/culture/foghorn'"
        ).fetchall()
        if found:
            break
    database.close()
    assert found == [("img-src", "https://tracker.invalid", "/culture/foghorn")]
