import resource
import stat
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.articles.pictures.finding import find_picture
from broadsheet.transfer.media.paths import place_of
from broadsheet.transfer.media.placing import PlacingError, place_file

PATH = "wp-content/uploads/2013/03/x.jpg"


def draw(format: str = "JPEG", size: tuple[int, int] = (30, 20)) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, "navy").save(buffer, format)
    return buffer.getvalue()


def files(root: Path) -> list[Path]:
    return [file for file in root.rglob("*") if file.is_file()]


def test_a_picture_lies_under_its_old_path_and_can_be_used(content: Path) -> None:
    assert place_file(content, place_of("https://harbour.example/" + PATH, "harbour.example"), draw())
    found = find_picture(content, content / "2013", f"/{PATH}")
    assert (found.address, found.width, found.height) == (f"/media/{PATH}", 30, 20)
    assert stat.S_IMODE((content / PATH).stat().st_mode) == 0o644


def test_what_is_there_stays_as_it_is(content: Path) -> None:
    assert place_file(content, PATH, draw())
    before = (content / PATH).read_bytes()
    assert not place_file(content, PATH, draw(size=(60, 40)))
    assert (content / PATH).read_bytes() == before


def test_an_empty_file_is_what_a_power_cut_left(content: Path) -> None:
    (content / "x.jpg").touch()
    assert place_file(content, "x.jpg", draw())
    assert find_picture(content, content, "x.jpg").width == 30


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "AVIF", "MPO"])
def test_a_picture_whose_name_says_another_kind_can_be_used(content: Path, format: str) -> None:
    assert place_file(content, PATH, draw(format))
    assert find_picture(content, content, PATH).width == 30


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.mark.parametrize(
    ("path", "given", "reason"),
    [
        (PATH, SVG, "cannot be read as a picture"),
        (PATH, b"<!DOCTYPE html><title>Not found</title>", "cannot be read as a picture"),
        (PATH, b"", "cannot be read as a picture"),
        (PATH, b"\xff\xd8\xff", "cannot be read as a picture"),
        (PATH, draw("BMP"), "cannot be read as a picture"),
        (PATH, draw("TIFF"), "cannot be read as a picture"),
        (PATH, draw("PNG", (30_000, 3_000)), "more than 89 million pixels"),
        ("x.svg", SVG, "its path is none"),
        ("x.html", b"x", "its path is none"),
        ("x.md", b"# x", "its path is none"),
        ("x", b"x", "its path is none"),
        ("", b"x", "its path is none"),
        ("../x.jpg", draw(), "its path is none"),
        ("/etc/x.jpg", draw(), "its path is none"),
        (".hidden/x.jpg", draw(), "its path is none"),
        ("a/./x.jpg", draw(), "its path is none"),
        ("x.pdf", b"\xef\xbb\xbf\n<!doctype HTML><title>Not found</title>", "it is a web page"),
        ("x.txt", b"  <HTML>", "it is a web page"),
        ("x.pdf", b"x" * 2000 + b"%PDF-", "it is no .pdf file"),
        ("x.docx", SVG, "it is no .docx file"),
        ("x.mp3", b"", "it is empty"),
    ],
)
def test_anything_else_is_refused_and_leaves_nothing(
    content: Path, path: str, given: bytes, reason: str
) -> None:
    with pytest.raises(PlacingError, match=reason):
        place_file(content, path, given)
    assert files(content.parent) == []


@pytest.mark.parametrize("path", ["a.pdf", "a.PDF"])
def test_a_document_is_placed(content: Path, path: str) -> None:
    assert place_file(content, f"files/{path}", b"%PDF-1.7 x")
    assert (content / "files" / path).read_bytes() == b"%PDF-1.7 x"


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.mp3", "a.mp4", "a.doc", "a.gpx", "a.vtt"])
def test_a_download_is_placed(content: Path, name: str) -> None:
    assert place_file(content, name, b"<?xml version='1.0'?><gpx/>")


def test_a_link_out_of_the_folder_is_not_written_through(content: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (content / "wp-content").symlink_to(outside)
    (content / "x.jpg").symlink_to(outside / "x.jpg")
    for path in (PATH, "x.jpg"):
        with pytest.raises(PlacingError, match="leads out of the folder"):
            place_file(content, path, draw())
    assert files(outside) == []


def test_a_file_where_a_folder_is_needed_is_told(content: Path) -> None:
    place_file(content, "x.jpg", draw())
    with pytest.raises(PlacingError, match="cannot be written"):
        place_file(content, "x.jpg/y.jpg", draw())
    assert files(content) == [content / "x.jpg"]


def test_a_disk_that_is_full_leaves_no_half_file(content: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(PlacingError, match="cannot be written"):
            place_file(content, "x.jpg", draw())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files(content) == []
