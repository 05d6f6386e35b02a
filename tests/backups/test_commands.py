import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from broadsheet.backups.commands import backup
from broadsheet.backups.half import ENDING
from broadsheet.backups.noting import find_last_backup
from broadsheet.storage import reading

PATIENCE_SECONDS = 60
COMMAND = (sys.executable, "-m", "broadsheet", "backup")


@pytest.fixture
def environment(app: Flask, database: str, tmp_path: Path) -> dict[str, str]:
    given = {"BROADSHEET_DATA": str(tmp_path / "data"), "BROADSHEET_DATABASE": database}
    return {**os.environ, **given}


def list_backups(tmp_path: Path) -> list[str]:
    return sorted(file.name for file in (tmp_path / "data" / "backups").iterdir())


def test_a_backup_is_in_the_data_folder_under_the_moment_and_noted(
    app: Flask, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    said = runner.invoke(backup)
    assert said.exit_code == 0, said.output
    (name,) = list_backups(tmp_path)
    assert re.fullmatch(r"broadsheet-\d{4}-\d\d-\d\d-\d{6}\.tar\.gz", name)
    assert name in said.output
    with app.app_context():
        last = find_last_backup(reading())
    file = tmp_path / "data" / "backups" / name
    assert last and (last.place, last.bytes) == (str(file), file.stat().st_size)


def test_a_place_may_be_a_folder_or_a_file_which_is_replaced(runner: FlaskCliRunner, tmp_path: Path) -> None:
    folder, file = tmp_path / "disk", tmp_path / "disk" / "last.tgz"
    folder.mkdir()
    file.write_text("the one before")
    for place in (folder, file):
        said = runner.invoke(backup, [str(place)])
        assert said.exit_code == 0, said.output
    assert file.stat().st_size > 1_000
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("place", ["nowhere", "nowhere/last.tar.gz", "last.zip"])
def test_a_place_that_is_none_is_told(app: Flask, runner: FlaskCliRunner, place: str) -> None:
    said = runner.invoke(backup, [place])
    assert (said.exit_code, "There is no folder" in said.output) == (1, True)
    with app.app_context():
        assert find_last_backup(reading()) is None


def test_a_folder_that_cannot_be_written_is_told(runner: FlaskCliRunner) -> None:
    said = runner.invoke(backup, ["/proc"])
    assert said.exit_code == 1
    assert said.output.startswith("Error: No backup could be written into /proc: ")


@pytest.mark.parametrize("bytes", [100_000, 3_000_000])
def test_a_disk_that_is_full_is_told_and_keeps_what_was_there(
    environment: dict[str, str], content: Path, tmp_path: Path, bytes: int
) -> None:
    """In the middle of the database, or of a picture; no file may become larger, which programs are told in the same way."""
    (content / "large.jpg").write_bytes(os.urandom(4_000_000))
    file = tmp_path / "last.tar.gz"
    file.write_text("the one before")
    done = subprocess.run(
        [*COMMAND, str(file)],
        env=environment,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bytes, bytes)),
    )
    assert done.returncode == 1
    assert re.fullmatch(
        r"Error: (No backup could be written into|The database could not be).*", done.stderr, re.S
    )
    assert "Traceback" not in done.stderr
    assert file.read_text() == "the one before"
    assert not list(tmp_path.glob(f".*{ENDING}"))


@contextmanager
def in_the_middle(
    environment: dict[str, str], content: Path, tmp_path: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Have a backup made that takes long, and look when something of it is on the disk."""
    endless = content / "film.mp4"
    endless.touch()
    os.truncate(endless, 20_000_000_000)  # It takes no room.
    process = subprocess.Popen(COMMAND, env=environment)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not any(file.stat().st_size for file in tmp_path.glob(f"data/backups/.*{ENDING}/archive")):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.02)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        endless.unlink(missing_ok=True)


def test_what_a_kill_leaves_has_no_name_of_a_backup_and_goes_with_the_next(
    environment: dict[str, str], content: Path, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    with in_the_middle(environment, content, tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    (left,) = list_backups(tmp_path)
    assert left.startswith(".") and left.endswith(ENDING)
    assert runner.invoke(backup).exit_code == 0
    (name,) = list_backups(tmp_path)
    assert name.endswith(".tar.gz") and not name.startswith(".")


def test_a_second_backup_leaves_the_first_alone(
    environment: dict[str, str], content: Path, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    with in_the_middle(environment, content, tmp_path):
        (first,) = list_backups(tmp_path)
        (content / "film.mp4").unlink()  # Who has it open goes on reading.
        other = tmp_path / "data" / "backups" / "other.tar.gz"
        assert runner.invoke(backup, [str(other)]).exit_code == 0
        assert first in list_backups(tmp_path)


def test_without_pg_dump_it_is_said_what_to_do(
    app: Flask, database: str, runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    said = runner.invoke(backup)
    if database:
        assert (said.exit_code, "Install PostgreSQL's own programs" in said.output) == (1, True)
    else:
        assert said.exit_code == 0
