"""A site that moves to another Broadsheet is the same there."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from broadsheet import create_app
from broadsheet.articles.addresses import list_files, list_pages
from broadsheet.articles.publishing import publish_folder
from broadsheet.comments.deciding import close_thread, decide
from broadsheet.comments.models import DELETED, HELD, SPAM, Comment, Thread
from broadsheet.comments.posting.in_bulk import store_threads
from broadsheet.consent.ledger.verifying import count_records, verify_ledger
from broadsheet.demo import let_read, open_demo
from broadsheet.storage import engine_of, reading, snapshot, writing
from broadsheet.transfer.export_commands import export
from broadsheet.transfer.import_commands import group

# What is signed anew for each page, or with each site's own key, and is no part of what a page says.
SIGNED = re.compile(rb'name="(thread|wording|page)" value="[^"]*"')
Command = Callable[..., Result]


@pytest.fixture(scope="module")
def make_site(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Callable[[str], Flask]]:
    """Make a site of its own, with a database of its own."""
    apps = []

    def make(name: str) -> Flask:
        data = tmp_path_factory.mktemp(name)
        shutil.copy(empty_file, data)
        settings = {"DATA": data, "DATABASE": "", "DEMO": True, "ADDRESS": "https://news.example.org"}
        app = create_app({f"BROADSHEET_{name}": value for name, value in settings.items()})
        app.testing = True
        apps.append(app)
        return app

    yield make
    for app in apps:
        engine_of(app).dispose()


@pytest.fixture(scope="module")
def old(make_site: Callable[[str], Flask]) -> Flask:
    """The demo newsroom, in which somebody has chosen, and a moderator decided."""
    app = make_site("old")
    with app.app_context():
        open_demo()
        publish_folder()
        let_read()
        ids = reading().scalars(select(Comment.id).order_by(Comment.id)).all()
        with writing() as session:
            decide(session, ids[:1], HELD, ["It was too loud."])
            decide(session, ids[1:2], DELETED)
            decide(session, ids[2:3], SPAM)
            assert close_thread(session, "tide-mill", closed=True)
            store_threads(session, [Thread(key="kelp", address="/food/kelp", title="Kelp", closed=True)])
    reader = app.test_client()
    reader.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    reader.post("/privacy/choices", data={"decision": "accept"})
    reader.post("/privacy/choices", data={"decision": "refuse"})
    return app


@pytest.fixture(scope="module")
def exported(old: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("exported") / "site.jsonl"
    assert old.test_cli_runner().invoke(export, [str(file)]).exit_code == 0
    return file


@pytest.fixture(scope="module")
def new(make_site: Callable[[str], Flask], exported: Path) -> Flask:
    """An empty site, into which all of it was brought."""
    app = make_site("new")
    assert app.test_cli_runner().invoke(group, ["jsonl", str(exported)]).exit_code == 0
    return app


def read_pages(app: Flask) -> Iterator[tuple[str, bytes]]:
    with app.test_request_context():
        paths = [*list_pages(reading()), *list_files(reading())]
    client = app.test_client()
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        yield path, SIGNED.sub(b"", response.data)


def test_every_page_is_the_same_byte_for_byte(old: Flask, new: Flask) -> None:
    before, after = dict(read_pages(old)), dict(read_pages(new))
    assert len(before) > 40
    assert list(before) == list(after)
    for path, page in before.items():
        assert page == after[path], path


def test_every_picture_of_a_page_is_the_same(old: Flask, new: Flask) -> None:
    page = old.test_client().get("/").text
    addresses = set(re.findall(r"/media/[^\s\"&]+", page))
    assert len(addresses) > 10
    for address in addresses:
        with old.test_client().get(address) as one, new.test_client().get(address) as other:
            assert one.status_code == other.status_code == 200
            assert one.data == other.data, address


def test_closed_threads_stay_closed_though_nobody_wrote_in_them(old: Flask, new: Flask) -> None:
    for app in (old, new):
        with app.app_context():
            closed = reading().scalars(select(Thread.key).where(Thread.closed).order_by(Thread.key)).all()
        assert closed == ["kelp", "tide-mill"]


def test_comments_keep_their_numbers_statuses_and_reasons(old: Flask, new: Flask) -> None:
    columns = (Comment.id, Comment.thread, Comment.parent_id, Comment.path, Comment.status, Comment.reasons, Comment.answers,
               Comment.shown, Comment.name, Comment.text, Comment.html, Comment.written)  # fmt: skip
    found = []
    for app in (old, new):
        with app.app_context():
            found.append([tuple(row) for row in reading().execute(select(*columns).order_by(Comment.id))])
    assert found[0] == found[1]
    assert {row[4] for row in found[0]} == {"approved", "held", "deleted", "spam"}


def test_the_ledger_comes_along_and_verifies(new: Flask) -> None:
    with new.app_context(), snapshot() as session:
        assert count_records(session) == 2
        assert verify_ledger(session) is None


def test_a_ledger_that_was_forged_stays_outside_and_the_rest_comes_in(
    make_site: Callable[[str], Flask], exported: Path, bring_in: Command, tmp_path: Path
) -> None:
    kept = [line for line in exported.read_text("utf-8").splitlines() if '"type": "file"' not in line]
    file, report = tmp_path / "site.jsonl", tmp_path / "report.txt"
    file.write_text("\n".join(kept).replace('"action": "withdraw"', '"action": "grant"'), "utf-8")
    site = make_site("forged")
    bring_in("jsonl", file, "--report", report, on=site)
    assert "left out | ledger | its chain is not whole; the first fault is at record 2" in report.read_text(
        "utf-8"
    )
    with site.app_context():
        assert count_records(reading()) == 0
        assert reading().scalars(select(Comment.id)).first()


@pytest.mark.parametrize("left", ["choice", "wording"])
def test_half_a_ledger_stays_outside_or_comes_in_and_the_rest_does(
    make_site: Callable[[str], Flask], exported: Path, bring_in: Command, tmp_path: Path, left: str
) -> None:
    other = "wording" if left == "choice" else "choice"
    lines = exported.read_text("utf-8").splitlines()
    kept = [line for line in lines if f'"type": "{other}"' not in line and '"type": "file"' not in line]
    twice = [line for line in kept if f'"type": "{left}"' in line]
    file = tmp_path / "site.jsonl"
    file.write_text("\n".join([*kept, *twice]), "utf-8")
    site = make_site(f"half-{left}")
    bring_in("jsonl", file, on=site)
    with site.app_context():
        assert count_records(reading()) == 0
        assert reading().scalars(select(Comment.id)).first()


def test_a_site_that_reads_its_own_export_changes_nothing(
    new: Flask, give_out: Command, bring_in: Command, tmp_path: Path
) -> None:
    first, second, report = tmp_path / "first.jsonl", tmp_path / "second.jsonl", tmp_path / "report.txt"
    give_out(first, of=new)
    bring_in("jsonl", first, "--report", report, on=new)
    give_out(second, of=new)
    assert first.read_text("utf-8") == second.read_text("utf-8")
    [line] = report.read_text("utf-8").splitlines()
    assert line.startswith("left out | ledger | the site has a ledger of its own already")


def test_an_export_of_what_was_brought_in_is_the_same_again(
    exported: Path, new: Flask, give_out: Command, tmp_path: Path
) -> None:
    again = tmp_path / "again.jsonl"
    give_out(again, of=new)
    assert _without_threads(exported) == _without_threads(again)


def _without_threads(file: Path) -> list[str]:
    """Return the lines but for those of threads, which learn their page's address and title when they come in."""
    return [line for line in file.read_text("utf-8").splitlines() if '"type": "thread"' not in line]


def test_held_comments_are_in_the_export_and_secrets_are_not(old: Flask, exported: Path) -> None:
    lines = exported.read_text("utf-8").splitlines()
    said = [json.loads(line) for line in lines]
    assert {one["status"] for one in said if one["type"] == "comment"} == {
        "approved",
        "held",
        "deleted",
        "spam",
    }
    secrets = (old.config["BROADSHEET_DATA"] / "secrets").read_text("utf-8").split()
    assert secrets
    assert not any(secret in line for secret in secrets for line in lines)


def test_an_export_on_standard_output_is_that_in_a_file(
    exported: Path, old: Flask, give_out: Command
) -> None:
    assert give_out(of=old).stdout == exported.read_text("utf-8")
    assert oct(exported.stat().st_mode & 0o777) == "0o600"
