import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from broadsheet.backups.making import make_backup


def list_names(file: Path) -> list[str]:
    with tarfile.open(file) as archive:
        return archive.getnames()


def test_a_backup_holds_what_nothing_else_could_make_again(
    app: Flask, story: str, picture: Path, tmp_path: Path
) -> None:
    (tmp_path / "data" / "blocklist.txt").write_text("word casino\n")
    names = list_names(make_backup(app))
    assert "data/database.dump" not in names
    database = {"data/broadsheet.sqlite3", "database.dump"} & set(names)
    assert len(database) == 1
    assert set(names) - database == {
        "data",
        "data/articles/boat.png",
        "data/articles/ferry.md",
        "data/blocklist.txt",
        "data/secrets",
    }


def test_it_is_for_its_owner_alone(app: Flask) -> None:
    file = make_backup(app)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    with tarfile.open(file) as archive:
        assert archive.getmember("data").mode == 0o700
        assert archive.getmember("data/secrets").mode == 0o600


def test_what_lies_elsewhere_has_its_usual_place(
    make_app: Callable[..., Flask], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("own/secrets", "own/list", "own/stories/ferry.md", "own/pages/page/_foot.html"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("k" * 40)
    (tmp_path / "own" / "list").write_text("word casino\n")
    (tmp_path / "own" / "pages" / "page" / "_foot.html").write_text("{# Nothing. #}")
    own = tmp_path / "own"
    app = make_app(
        SECRETS_FILE=own / "secrets",
        COMMENTS_BLOCKLIST=own / "list",
        CONTENT=own / "stories",
        TEMPLATES=own / "pages",
    )
    assert {
        "data/secrets",
        "data/blocklist.txt",
        "data/articles/ferry.md",
        "templates/page/_foot.html",
    } <= set(list_names(make_backup(app)))


def test_own_settings_and_policy_are_in_it(
    in_mode: Callable[..., Flask], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = in_mode()
    settings = tmp_path / "config" / "broadsheet.toml"
    settings.write_text('site_name = "The Quay"\n')
    monkeypatch.setenv("BROADSHEET_CONFIG", str(settings))
    names = list_names(make_backup(app))
    assert {"config/broadsheet.toml", "config/privacy.toml", "config/privacy.de.toml"} <= set(names)


def test_links_out_and_hidden_files_stay_out(app: Flask, content: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("not ours")
    (content / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    (content / ".hidden.md").write_text("a draft of an editor's program")
    names = list_names(make_backup(app))
    assert not [name for name in names if "link" in name or "hidden" in name]
