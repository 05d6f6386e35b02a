import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.articles.pictures.finding import PictureError, find_picture
from broadsheet.articles.pictures.making import MakingError, is_made, make_versions

Draw = Callable[..., Path]
MAKE = """
import sys
from pathlib import Path
from broadsheet.articles.pictures.finding import find_picture
from broadsheet.articles.pictures.making import make_versions
root, folder = Path(sys.argv[1]), Path(sys.argv[2])
make_versions(root, find_picture(root, root, "boat.png"), folder, quick_ones_only=False)
"""


def make(content: Path, name: str, folder: Path, quick_ones_only: bool = False) -> list[str]:
    found = find_picture(content, content, name)
    return [version.name for version in make_versions(content, found, folder, quick_ones_only)]


def test_all_versions_are_made_and_of_their_size(content: Path, draw: Draw, tmp_path: Path) -> None:
    draw("boat.jpg", (1500, 1000))
    folder = tmp_path / "versions"
    names = make(content, "boat.jpg", folder)
    assert sorted(names) == sorted(file.name for file in (folder / "boat.jpg").iterdir())
    for name in names:
        with Image.open(folder / "boat.jpg" / name) as image:
            assert image.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[name.rpartition(".")[2]]
            if "x" not in name:
                assert (f"{image.width}", image.height) == (name.split("-")[0], round(image.width * 2 / 3))


def test_what_takes_long_can_wait(content: Path, draw: Draw, tmp_path: Path) -> None:
    draw("boat.jpg", (1500, 1000))
    names = make(content, "boat.jpg", tmp_path / "versions", quick_ones_only=True)
    waits = [name for name in names if not is_made(tmp_path / "versions" / "boat.jpg" / name)]
    assert [name.split("-")[0] for name in waits] == ["960", "1500"] * 2 + ["16x9", "4x3", "1x1"]


def test_what_is_there_is_not_made_again(content: Path, draw: Draw, tmp_path: Path) -> None:
    draw("boat.jpg")
    names = make(content, "boat.jpg", tmp_path / "versions")
    before = {name: (tmp_path / "versions" / "boat.jpg" / name).stat().st_ino for name in names}
    make(content, "boat.jpg", tmp_path / "versions")
    assert before == {name: (tmp_path / "versions" / "boat.jpg" / name).stat().st_ino for name in names}


def test_an_empty_file_that_a_power_cut_left_is_made_again(content: Path, draw: Draw, tmp_path: Path) -> None:
    draw("boat.jpg")
    first = tmp_path / "versions" / "boat.jpg" / make(content, "boat.jpg", tmp_path / "versions")[0]
    os.truncate(first, 0)
    make(content, "boat.jpg", tmp_path / "versions")
    assert is_made(first)


def test_a_changed_picture_has_other_versions(content: Path, draw: Draw, tmp_path: Path) -> None:
    draw("boat.jpg")
    before = make(content, "boat.jpg", tmp_path / "versions")
    draw("boat.jpg", quality=50)
    assert not set(before) & set(make(content, "boat.jpg", tmp_path / "versions"))


@pytest.mark.parametrize(
    "name", ["a boat.png", "Fähre am Kai.png", "100%.png", "a,b.png", "coast/deep/x.png"]
)
def test_odd_names_are_no_trouble(content: Path, draw: Draw, tmp_path: Path, name: str) -> None:
    draw(name, (400, 300))
    assert all(
        is_made(tmp_path / "versions" / name / made) for made in make(content, name, tmp_path / "versions")
    )


def test_a_tiny_picture_has_tiny_versions(content: Path, draw: Draw, tmp_path: Path) -> None:
    draw("dot.png", (1, 1))
    assert {name.split("-")[0] for name in make(content, "dot.png", tmp_path / "v")} == {
        "1",
        "16x9",
        "4x3",
        "1x1",
    }


def test_a_damaged_picture_is_named_so(content: Path, draw: Draw, tmp_path: Path) -> None:
    file = draw("boat.jpg")
    file.write_bytes(file.read_bytes()[:1500])
    with pytest.raises(MakingError, match="damaged"):
        make(content, "boat.jpg", tmp_path / "versions")


def test_a_folder_that_takes_nothing_is_named(content: Path, draw: Draw, tmp_path: Path) -> None:
    draw("boat.jpg")
    (tmp_path / "versions").write_text("in the way")
    with pytest.raises(MakingError, match="cannot be stored: "):
        make(content, "boat.jpg", tmp_path / "versions")


def test_a_picture_that_claims_to_be_huge_is_not_unpacked(content: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(content / "bomb.png")
    Image.new("1", (10_000, 9_000)).save(content / "large.png")
    for name in ("bomb.png", "large.png"):
        with pytest.raises(PictureError, match="more than 89 million pixels; make it smaller"):
            find_picture(content, content, name)


def test_a_picture_that_moves_is_left_as_it_is(content: Path, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (600, 400), colour) for colour in ("red", "blue")]
    for name in ("film.gif", "film.webp", "film.png", "film.avif"):
        frames[0].save(content / name, save_all=True, append_images=frames[1:])
        assert find_picture(content, content, name).is_animated
        assert make(content, name, tmp_path / "versions") == []


def test_a_second_picture_behind_a_jpeg_is_no_film(content: Path, tmp_path: Path) -> None:
    first, second = Image.new("RGB", (600, 400), "red"), Image.new("RGB", (60, 40), "blue")
    first.save(content / "camera.jpg", format="MPO", save_all=True, append_images=[second])
    assert not find_picture(content, content, "camera.jpg").is_animated
    assert make(content, "camera.jpg", tmp_path / "versions")


def test_two_processes_may_make_the_same(content: Path, draw: Draw, tmp_path: Path) -> None:
    draw("boat.png", (1500, 1000))
    command = [sys.executable, "-c", MAKE, str(content), str(tmp_path / "versions")]
    running = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    files = list((tmp_path / "versions" / "boat.png").iterdir())
    assert len(files) == 11
    for file in files:
        with Image.open(file) as image:
            image.load()
