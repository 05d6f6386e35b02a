from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageCms

from broadsheet.articles.pictures.finding import find_picture
from broadsheet.articles.pictures.making import SAVE, encode
from broadsheet.articles.pictures.preparing import prepare
from broadsheet.articles.pictures.versions import plan_versions

Draw = Callable[..., Path]
RED, BLUE = (254, 0, 0), (0, 0, 254)


def is_near(pixel: object, wanted: tuple[int, ...], by: int = 60) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) <= by for one, other in zip(pixel, wanted, strict=True))


def test_a_picture_taken_sideways_is_put_upright(content: Path, draw: Draw) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # What was at the left of the sensor is on top.
    file = draw("side.jpg", (1000, 600), exif=exif)
    found = find_picture(content, content, "side.jpg")
    assert (found.width, found.height) == (600, 1000)
    upright = prepare(file.read_bytes())
    assert upright.size == (600, 1000)
    assert is_near(upright.getpixel((300, 100)), RED)
    assert is_near(upright.getpixel((300, 900)), BLUE)


@pytest.mark.parametrize("format", ["avif", "webp", "jpg"])
def test_nothing_is_told_of_who_took_it_where(draw: Draw, content: Path, format: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Ada Secret"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    file = draw("boat.jpg", exif=exif, comment=b"Ada Secret", xmp=b"<x>Ada Secret</x>")
    assert b"Ada Secret" in file.read_bytes()
    image = prepare(file.read_bytes())
    planned = plan_versions(find_picture(content, content, "boat.jpg"), "0f3a9c21")
    made = encode(image, next(v for v in planned if v.format == format))
    assert b"Ada Secret" not in made
    assert b"Exif" not in made
    with Image.open(BytesIO(made)) as version:
        assert not version.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert not {"comment", "xmp", "exif", "icc_profile"} & set(version.info)


def test_what_shows_through_stays_so_but_in_crops(content: Path) -> None:
    image = Image.new("P", (400, 300), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(0, (0, 0, 200, 300))
    image.save(content / "logo.png", transparency=1)
    prepared = prepare((content / "logo.png").read_bytes())
    assert prepared.mode == "RGBA"
    for version in plan_versions(find_picture(content, content, "logo.png"), "0f3a9c21"):
        with Image.open(BytesIO(encode(prepared, version))) as made:
            right = made.convert("RGBA").getpixel((made.width - 2, made.height // 2))
            assert isinstance(right, tuple)
            assert is_near(right, (255, 255, 255, 255)) if version.ratio else right[3] < 10


def test_colours_of_a_printer_become_those_of_a_screen(draw: Draw) -> None:
    prepared = prepare(draw("print.jpg", mode="CMYK").read_bytes())
    assert prepared.mode == "RGB"
    assert is_near(prepared.getpixel((100, 300)), RED)


def test_a_profile_is_applied_and_left_behind(draw: Draw) -> None:
    odd = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at, size = odd.index(b"rXYZ"), 8
    red, blue = (int.from_bytes(odd[at + 4 : at + size], "big"), odd.index(b"bXYZ"))
    blue_at = int.from_bytes(odd[blue + 4 : blue + 8], "big")
    odd[red : red + 20], odd[blue_at : blue_at + 20] = odd[blue_at : blue_at + 20], odd[red : red + 20]
    prepared = prepare(draw("swapped.png", icc_profile=bytes(odd)).read_bytes())
    assert is_near(prepared.getpixel((100, 300)), BLUE), "in this profile red and blue are swapped"
    assert "icc_profile" not in prepared.info


def test_a_broken_profile_says_nothing(draw: Draw) -> None:
    assert is_near(prepare(draw("odd.png", icc_profile=b"x" * 200).read_bytes()).getpixel((9, 9)), RED)


def test_fine_greys_keep_their_brightness(content: Path) -> None:
    Image.new("I;16", (40, 30), 0x8000).save(content / "grey.png")
    assert prepare((content / "grey.png").read_bytes()).getpixel((9, 9)) == (128, 128, 128)


def test_a_large_picture_is_unpacked_only_as_far_as_needed(draw: Draw) -> None:
    assert prepare(draw("large.jpg", (6000, 4000)).read_bytes()).size == (2880, 1920)


def test_every_format_has_its_settings() -> None:
    assert set(SAVE) == {"avif", "webp", "jpg"}
