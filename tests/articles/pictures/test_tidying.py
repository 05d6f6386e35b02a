import os
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from broadsheet.articles.pictures.finding import find_picture
from broadsheet.articles.pictures.making import make_versions
from broadsheet.articles.pictures.tidying import SECONDS_KEPT, tidy, tidy_versions

Draw = Callable[..., Path]
MONTH = SECONDS_KEPT + 1


def make(content: Path, folder: Path, age: float = 0) -> set[Path]:
    """Make the versions of boat.jpg as it is now, as if so many seconds ago."""
    names = {
        version.name for version in make_versions(content, find_picture(content, content, "boat.jpg"), folder)
    }
    files = {folder / "boat.jpg" / name for name in names if (folder / "boat.jpg" / name).exists()}
    for file in files:
        os.utime(file, (time.time() - age,) * 2)
    return files


def test_what_is_in_use_stays_for_ever(content: Path, draw: Draw, tmp_path: Path) -> None:
    draw("boat.jpg")
    files = make(content, tmp_path / "v", age=10 * MONTH)
    for month in range(3):
        assert tidy_versions(content, tmp_path / "v", time.time() + month * MONTH) == 0
    assert all(file.exists() for file in files)


def test_a_former_state_goes_after_a_month(content: Path, draw: Draw, tmp_path: Path) -> None:
    draw("boat.jpg")
    old = make(content, tmp_path / "v", age=60)
    draw("boat.jpg", quality=40)
    new = make(content, tmp_path / "v")
    assert tidy_versions(content, tmp_path / "v", time.time()) == 0
    assert tidy_versions(content, tmp_path / "v", time.time() + MONTH) == len(old)
    assert {file.exists() for file in new} == {True}


def test_a_state_that_is_in_use_again_stays(content: Path, draw: Draw, tmp_path: Path) -> None:
    first = draw("boat.jpg").read_bytes()
    make(content, tmp_path / "v", age=120)
    draw("boat.jpg", quality=40)
    second = make(content, tmp_path / "v", age=60)
    (content / "boat.jpg").write_bytes(first)
    files = make(content, tmp_path / "v")
    assert tidy_versions(content, tmp_path / "v", time.time() + MONTH) == len(second)
    assert all(file.exists() for file in files)


def test_of_a_removed_picture_nothing_stays(content: Path, draw: Draw, tmp_path: Path) -> None:
    draw("boat.jpg").unlink()
    draw("boat.jpg")
    files = make(content, tmp_path / "v")
    (tmp_path / "v" / "boat.jpg" / ".half").write_bytes(b"x")
    (content / "boat.jpg").unlink()
    assert tidy_versions(content, tmp_path / "v", time.time()) == 0
    assert tidy_versions(content, tmp_path / "v", time.time() + MONTH) == len(files) + 1
    tidy_versions(content, tmp_path / "v", time.time() + 2 * MONTH)
    assert not (tmp_path / "v" / "boat.jpg").exists()


def test_a_folder_that_is_not_mounted_removes_nothing(app: Flask, content: Path, draw: Draw) -> None:
    draw("boat.jpg")
    files = make(content, content.parent / "pictures", age=MONTH)
    content.rename(content.with_name("elsewhere"))
    with app.app_context():
        assert tidy() == ""
    assert all(file.exists() for file in files)
