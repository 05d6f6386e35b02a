import queue
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report
from broadsheet.articles.publishing.watching import watch_folder

PATIENCE = 20


@pytest.fixture
def reports(app: Flask, content: Path) -> Iterator["queue.Queue[Report]"]:
    """What the watcher of the folder tells."""
    told: queue.Queue[Report] = queue.Queue()
    stop = threading.Event()
    thread = threading.Thread(target=watch_folder, args=(app, told.put, stop))
    thread.start()
    # The first change is repeated until the watcher, which starts by and by, has noticed it.
    while True:
        (content / "first.md").write_text("---\ntitle: First\n---\n")
        try:
            if told.get(timeout=0.5).did_something:
                break
        except queue.Empty:
            continue
    yield told
    stop.set()
    thread.join(PATIENCE)


def wait_for(reports: "queue.Queue[Report]", wanted: Callable[[Report], bool]) -> Report:
    while True:
        report = reports.get(timeout=PATIENCE)
        if wanted(report):
            return report


def test_a_saved_file_is_on_the_site(
    reports: "queue.Queue[Report]", write_story: Callable[..., Path], client: FlaskClient
) -> None:
    write_story("ferry", "The ferry is late")
    wait_for(reports, lambda report: report.published == ["ferry.md"])
    assert client.get("/coast/ferry").status_code == 200


def test_a_broken_file_is_told(reports: "queue.Queue[Report]", content: Path) -> None:
    (content / "broken.md").write_text("no head")
    report = wait_for(reports, lambda report: bool(report.problems))
    assert report.problems[0].source == "broken.md"


def test_a_failure_does_not_end_the_watch(
    reports: "queue.Queue[Report]",
    write_story: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> Report:
        raise RuntimeError("the database is locked")

    with monkeypatch.context() as broken:
        broken.setattr("broadsheet.articles.publishing.watching.publish_folder", fail)
        write_story("ferry", "The ferry is late")
        deadline = time.monotonic() + PATIENCE
        while "could not be published" not in caplog.text:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    write_story("bus", "The bus is late")
    report = wait_for(reports, lambda report: "bus.md" in report.published)
    assert "ferry.md" in report.published


def test_a_folder_that_was_made_anew_is_followed(
    reports: "queue.Queue[Report]", write_story: Callable[..., Path], content: Path
) -> None:
    shutil.rmtree(content)
    wait_for(reports, lambda report: bool(report.problems))
    write_story("ferry", "The ferry is late")
    wait_for(reports, lambda report: "ferry.md" in report.published)


def test_a_folder_that_is_replaced_at_once_is_followed(
    reports: "queue.Queue[Report]", write_story: Callable[..., Path], content: Path
) -> None:
    """As some tools deploy: the old folder is gone before anybody has seen that it was."""
    shutil.rmtree(content)
    write_story("ferry", "The ferry is late")
    wait_for(reports, lambda report: "ferry.md" in report.published)
    write_story("bus", "The bus is late")
    wait_for(reports, lambda report: "bus.md" in report.published)
