from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from broadsheet.doctor import doctor
from broadsheet.mail.outbox import put_mail
from broadsheet.storage import writing


def examine(app: Flask) -> tuple[int, str]:
    result = FlaskCliRunner(app).invoke(doctor)
    return result.exit_code, result.output


def test_a_fresh_site_is_in_order(app: Flask) -> None:
    code, said = examine(app)
    assert (code, said.splitlines()[-1]) == (0, "Everything is in order.")


def test_changed_words_without_a_new_version_are_reported(
    in_mode: Callable[..., Flask], make_reader: Callable[[Flask], FlaskClient], tmp_path: Path
) -> None:
    app = in_mode()
    make_reader(app).post("/privacy/choices", data={"decision": "refuse"})
    policy = tmp_path / "config" / "privacy.toml"
    policy.write_text(policy.read_text("utf-8").replace("May we also load", "We would like to load"), "utf-8")
    changed = _again(app, policy)
    code, said = examine(changed)
    assert code == 1
    assert "The wording in en (mode opt-in) was changed, but is still called version 2026-" in said
    policy.write_text(policy.read_text("utf-8").replace('version = "2026-', 'version = "2027-'), "utf-8")
    assert examine(_again(app, policy))[0] == 0


def _again(app: Flask, policy: Path) -> Flask:
    """Start the app anew, with what its policy's file says now."""
    from broadsheet.consent.policy.file import load_policy

    app.extensions["broadsheet.consent"] = load_policy(policy, 8000)
    return app


def test_missing_translations_are_listed(in_mode: Callable[..., Flask], tmp_path: Path) -> None:
    app = in_mode()
    german = tmp_path / "config" / "privacy.de.toml"
    german.write_text("", "utf-8")
    code, said = examine(_again(app, german.with_name("privacy.toml")))
    assert code == 1
    assert "de: notice.opt-in" in said


def test_a_ledger_with_a_fault_is_reported(app: Flask, reader: FlaskClient) -> None:
    reader.post("/privacy/choices", data={"decision": "refuse"})
    with app.app_context(), writing() as session:
        session.execute(text("UPDATE broadsheet_consent_records SET surface = 'x'"))
    code, said = examine(app)
    assert code == 1
    assert "The ledger of choices is not whole: record 1" in said


def test_a_database_that_takes_no_write_is_reported(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("", {}, Exception("attempt to write a readonly database"))

    monkeypatch.setattr("broadsheet.doctor.check_writable", refuse)
    code, said = examine(app)
    assert code == 1
    assert "takes no write: attempt to write a readonly database" in said


def test_another_port_is_no_other_wording(
    in_mode: Callable[..., Flask], make_reader: Callable[[Flask], FlaskClient]
) -> None:
    make_reader(in_mode()).post("/privacy/choices", data={"decision": "refuse"})
    assert examine(in_mode(PORT=9_000))[0] == 0


def test_counts_that_do_not_hold_are_reported(app: Flask, story: str, write: Callable[..., int]) -> None:
    write(app, "One.")
    write(app, "Two.", parent=1)
    assert examine(app)[0] == 0
    with app.app_context(), writing() as session:
        session.execute(text("UPDATE broadsheet_comments SET answers = 7 WHERE id = 1"))
        session.execute(text("UPDATE broadsheet_comments_threads SET shown = 7"))
    code, said = examine(app)
    assert code == 1
    assert "2 counts of comments are wrong" in said


def test_a_proxy_that_nobody_named_is_noticed(app: Flask, story: str, write: Callable[..., int]) -> None:
    for number in range(20):
        write(app, str(number), visitor="ab")
    assert "trusted_proxies" in examine(app)[1]
    write(app, "From elsewhere.", visitor="cd")
    assert examine(app)[0] == 0


def test_a_broken_block_list_is_named(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "data" / "blocklist.txt").write_text("casino\n")
    assert "wrong in line 1" in examine(app)[1]


def test_moderators_whom_no_mail_reaches_are_noticed(make_app: Callable[..., Flask]) -> None:
    assert "Set `mail_server`" in examine(make_app(MODERATORS="mo@example.org"))[1]


def test_mail_that_does_not_leave_is_noticed(app: Flask) -> None:
    with app.app_context(), writing() as session:
        put_mail(session, "ada@example.org", "Late", "Hello.").made = datetime.now(UTC) - timedelta(hours=2)
        put_mail(session, "bo@example.org", "Given up", "Hello.").next_try = None
        put_mail(session, "cy@example.org", "New", "Hello.")
    said = examine(app)[1]
    assert "1 mails wait" in said
    assert "1 mails were given up" in said


def test_a_related_story_that_does_not_exist_is_named(
    app: Flask, write_story: Callable[..., Path], publish: Callable[[], object]
) -> None:
    file = write_story("ferry", "The ferry is late")
    head = file.read_text("utf-8")
    file.write_text(head.replace("tags:", "related: [ferry, lost]\nunrelated: gone\ntags:"), "utf-8")
    publish()
    code, said = examine(app)
    assert code == 1
    assert "related stories: 2 to look at" in said
    assert "ferry names lost as related" in said
    assert "ferry names gone as" in said
