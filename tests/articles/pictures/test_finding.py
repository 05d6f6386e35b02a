import warnings
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.articles.pictures.finding import Picture, PictureError, find_picture


def test_a_picture_beside_the_article_is_measured(content: Path, picture: Path) -> None:
    assert find_picture(content, content, "boat.png") == Picture("boat.png", "/media/boat.png", 300, 200)
    (content / "coast").mkdir()
    assert find_picture(content, content / "coast", "../boat.png").address == "/media/boat.png"
    assert find_picture(content, content / "coast", "/boat.png").address == "/media/boat.png"


@pytest.mark.parametrize(
    "name", ["gone.png", "../secret.png", "/../../etc/passwd", "note.txt", "drawing.svg", "fake.png"]
)
def test_anything_else_is_refused(content: Path, name: str) -> None:
    (content.parent / "secret.png").write_bytes(b"x")
    (content / "note.txt").write_text("x")
    (content / "drawing.svg").write_text("<svg/>")
    (content / "fake.png").write_text("<script>alert(1)</script>")
    with pytest.raises(PictureError):
        find_picture(content, content, name)


@pytest.mark.parametrize("name", ["boat.avif", "boat.gif", "boat.webp", "boat.jpg", "boat.png"])
def test_a_file_that_is_damaged_anywhere_is_refused_or_measured(content: Path, name: str) -> None:
    Image.new("RGB", (30, 20), "navy").save(content / name)
    whole = (content / name).read_bytes()
    for place in range(0, min(len(whole), 300), 3):
        (content / name).write_bytes(whole[:place] + b"\xff" + whole[place + 1 :])
        with suppress(PictureError), warnings.catch_warnings(action="ignore"):
            find_picture(content, content, name)


def test_a_link_out_of_the_folder_is_not_followed(content: Path, picture: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(picture.read_bytes())
    (content / "inside.png").symlink_to(outside)
    with pytest.raises(PictureError, match="outside"):
        find_picture(content, content, "inside.png")
