from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from time import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.consent.models import Record
from broadsheet.consent.policy import Policy
from broadsheet.consent.policy.file import load_policy
from broadsheet.shipped import shipped
from broadsheet.storage import reading

SMALL_POLICY = """
version = "1"
updated = 2026-01-31
controller = "Us"
contact = "us@example.org"
notice = "May we?"
[[category]]
id = "statistics"
name = "Statistics"
description = "Counting."
[[category]]
id = "media"
name = "Films"
description = "Films."
[[service]]
id = "stats"
name = "Stats"
category = "statistics"
purpose = "Counts."
recipient = "Them"
script = "https://stats.example/s.js"
hosts = { script-src = ["https://stats.example"] }
[[service.cookies]]
name = "_count_*"
purpose = "Counts visits."
duration = "2 days"
[[service]]
id = "film"
name = "Film"
category = "media"
purpose = "Plays films."
recipient = "They"
sale = true
link = ["https://film.example/watch/{id}", "https://fi.lm/{id}"]
frame = "https://film.example/embed/{id}"
hosts = { frame-src = ["https://film.example"] }
"""


@pytest.fixture
def choose(reader: FlaskClient) -> Callable[..., TestResponse]:
    """Press a button of the notice or of the choices page; what begins with `Sec-` is a header."""

    def press(decision: str, headers: dict[str, str] | None = None, **fields: object) -> TestResponse:
        return reader.post("/privacy/choices", data={"decision": decision, **fields}, headers=headers)

    return press


@pytest.fixture
def records(app: Flask) -> Callable[[], list[Record]]:
    """Read the ledger."""

    def read() -> list[Record]:
        with app.app_context():
            return reading().query(Record).order_by(Record.number).all()

    return read


@pytest.fixture
def policy(app: Flask) -> Policy:
    found: Policy = app.extensions["broadsheet.consent"]
    return found


@pytest.fixture
def small_policy(tmp_path: Path) -> Callable[..., Policy]:
    """Write and read a policy of two services; each pair replaces a text in it: `small_policy(("May we?", "May I?"))`."""

    def make(*changes: tuple[str, str], **translations: str) -> Policy:
        text = SMALL_POLICY
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        file = tmp_path / "policy" / "privacy.toml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        for language, words in translations.items():
            (file.parent / f"privacy.{language}.toml").write_text(words, "utf-8")
        return load_policy(file, 8000)

    return make


@pytest.fixture
def shipped_policy() -> Policy:
    return load_policy(shipped("config") / "privacy.toml", 8123)


@pytest.fixture
def pass_days(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let days go by for the age of a choice."""

    def run(days: int) -> None:
        class Later(datetime):
            @classmethod
            def now(cls, zone: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return datetime.now(zone) + timedelta(days=days)

        monkeypatch.setattr("broadsheet.consent.choice.datetime", Later)
        later = time() + days * 24 * 3600
        monkeypatch.setattr("broadsheet.delivery.page_cache.readers.time", lambda: later)

    return run
