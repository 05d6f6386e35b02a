import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

MakeApp = Callable[..., Flask]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "compiled-templates"


def look_at(app: Flask) -> str:
    answer = app.test_client().get("/")
    assert answer.status_code == 200
    return answer.text


def test_what_was_compiled_is_not_compiled_again(make_app: MakeApp, folder: Path) -> None:
    look_at(make_app())
    kept = {file.name: file.stat().st_ino for file in folder.iterdir()}
    assert kept
    look_at(make_app())
    assert {file.name: file.stat().st_ino for file in folder.iterdir()} == kept


def test_nobody_else_may_write_what_we_run(make_app: MakeApp, folder: Path) -> None:
    make_app()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_changed_template_is_compiled_anew(make_app: MakeApp, tmp_path: Path) -> None:
    own = tmp_path / "own" / "articles" / "front.html"
    own.parent.mkdir(parents=True)
    for text in ("The first edition", "The second edition"):
        own.write_text(text, "utf-8")
        assert look_at(make_app(TEMPLATES=tmp_path / "own")) == text


def test_a_page_is_served_where_nothing_can_be_kept(make_app: MakeApp, folder: Path) -> None:
    app = make_app()
    shutil.rmtree(folder)  # As good as a full disk: no file can be made in it.
    look_at(app)


def test_half_a_file_stops_no_start(make_app: MakeApp, folder: Path) -> None:
    look_at(make_app())
    for number, file in enumerate(sorted(folder.iterdir())):
        whole = file.read_bytes()
        file.write_bytes((b"", whole[:15], whole[:40], b"x" * 99, whole[:-1])[number % 5])
    look_at(make_app())


def test_a_folder_that_others_may_write_is_not_believed(
    make_app: MakeApp, folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.parent.mkdir(exist_ok=True)
    folder.symlink_to(elsewhere)
    look_at(make_app())
    folder.unlink()
    folder.mkdir()
    folder.chmod(0o777)
    look_at(make_app())
    assert not [*elsewhere.iterdir(), *folder.iterdir()]
