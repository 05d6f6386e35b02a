from pathlib import Path

import pytest

from broadsheet.articles.pictures.finding import Picture
from broadsheet.articles.pictures.versions import choose_widths, plan_versions, read_fingerprint, split_name


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (320, [320]),
        (700, [320, 700]),
        (1500, [320, 640, 960, 1500]),
        (6000, [320, 640, 960, 1280, 1920]),
    ],
)
def test_versions_are_narrower_and_worth_it(width: int, widths: list[int]) -> None:
    assert choose_widths(width) == widths


def test_crops_are_as_large_as_the_picture_allows() -> None:
    def crops(width: int, height: int) -> dict[str, tuple[int, int]]:
        planned = plan_versions(Picture("x.png", "/media/x.png", width, height), "0f3a9c21")
        return {v.ratio: (v.width, v.height) for v in planned if v.ratio}

    assert crops(4000, 3000) == {"16:9": (1200, 675), "4:3": (1200, 900), "1:1": (1200, 1200)}
    assert crops(1000, 600) == {"16:9": (1000, 562), "4:3": (800, 600), "1:1": (600, 600)}
    assert crops(1, 1) == {"16:9": (1, 1), "4:3": (1, 1), "1:1": (1, 1)}


def test_a_picture_that_moves_has_no_versions() -> None:
    assert plan_versions(Picture("x.gif", "/media/x.gif", 900, 600, is_animated=True), "0f3a9c21") == []


def test_a_very_tall_picture_has_no_version_that_its_format_cannot_hold() -> None:
    planned = plan_versions(Picture("x.png", "/media/x.png", 1000, 20_000), "0f3a9c21")
    assert {v.width for v in planned if not v.ratio} == {320, 640}


def test_a_fingerprint_follows_what_is_in_the_file(content: Path, picture: Path) -> None:
    before = read_fingerprint(picture)
    copy = content / "copy.png"
    copy.write_bytes(picture.read_bytes())
    assert read_fingerprint(copy) == before
    picture.write_bytes(picture.read_bytes() + b" ")
    assert read_fingerprint(picture) != before


@pytest.mark.parametrize(
    "name", ["640.avif", "640-0f3a9c21.svg", "0-0f3a9c21.avif", "../640-0f3a9c21.avif", "640-0F3A9C21.avif"]
)
def test_other_names_are_no_versions(name: str) -> None:
    assert split_name(name) == ("", "", "")
    assert split_name("16x9-0f3a9c21.jpg") == ("16x9", "0f3a9c21", "jpg")
