"""Pictures by upload (rule 23 of the attacks): what they are is taken from what is in them, and nothing goes with them."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import ExifTags, Image, PngImagePlugin
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from broadsheet.desk.articles import picture_views

SECRET = b"54.0924 N, of Ada's kitchen"
Send = Callable[..., TestResponse]
Acts = Callable[[], list[tuple[str, str, str]]]
Read = Callable[[str], dict[str, str]]


def draw(format: str, size: tuple[int, int] = (60, 40), turn: int = 1, **saving: object) -> bytes:
    """Return a picture, half red, half blue, with a secret wherever its format has a place for one."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    exif[ExifTags.Base.ImageDescription] = SECRET.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = SECRET
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    given = {
        "JPEG": {"exif": exif, "comment": SECRET, "xmp": SECRET},
        "PNG": {"exif": exif, "pnginfo": notes},
        "WEBP": {"exif": exif, "xmp": SECRET},
        "AVIF": {"exif": exif, "xmp": SECRET},
        "GIF": {"comment": SECRET},
    }
    buffer = io.BytesIO()
    image.save(buffer, format, **given[format] | saving)
    return buffer.getvalue() + SECRET  # Behind its end, as phones hang films on.


@pytest.fixture
def send_picture(editor: FlaskClient) -> Send:
    """Send a picture with the form of a new article: `send_picture(content, "boat.jpg", text="What was typed.")`."""

    def run(content: bytes, name: str, **fields: str) -> TestResponse:
        data = {**fields, "picture": (io.BytesIO(content), name)}
        return editor.post("/desk/articles/pictures", data=data, content_type="multipart/form-data")

    return run


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_picture_is_placed_and_tells_nothing(
    format: str, send_picture: Send, content: Path, client: FlaskClient, list_acts: Acts
) -> None:
    made = draw(format)
    assert SECRET in made
    answer = send_picture(made, "../My Boat.php", text="What was typed.")
    suffix = {"JPEG": "jpg"}.get(format, format.lower())
    assert answer.status_code == 200
    assert f"![](/pictures/my-boat.{suffix})" in answer.text
    assert "What was typed." in answer.text
    placed = (content / "pictures" / f"my-boat.{suffix}").read_bytes()
    assert SECRET not in placed
    with Image.open(io.BytesIO(placed)) as image:
        assert (image.format, image.size) == (format, (60, 40))
        assert not image.getexif()
    with client.get(f"/media/pictures/my-boat.{suffix}") as shown:
        assert shown.data == placed
    assert list_acts() == [("edda", "upload", f"pictures/my-boat.{suffix}")]


def test_a_picture_that_lay_on_its_side_stands(send_picture: Send, content: Path) -> None:
    send_picture(draw("JPEG", turn=6), "boat.jpg")
    with Image.open(content / "pictures" / "boat.jpg") as image:
        assert image.size == (40, 60)


def test_a_name_is_given_once(send_picture: Send, content: Path) -> None:
    for _ in range(2):
        send_picture(draw("PNG"), "image.png")
    send_picture(draw("PNG"), "???.png")
    assert sorted(file.name for file in (content / "pictures").iterdir()) == [
        "image-2.png",
        "image.png",
        "picture.png",
    ]


def test_what_moves_goes_on_moving(send_picture: Send, content: Path) -> None:
    more = [Image.new("RGB", (60, 40), colour) for colour in ("green", "yellow")]
    send_picture(draw("GIF", save_all=True, append_images=more), "film.gif")
    with Image.open(content / "pictures" / "film.gif") as image:
        assert getattr(image, "n_frames", 1) == 3


def make_bomb() -> bytes:
    """A picture of a few kilobytes that says that it is 40,000 by 40,000 pixels large."""
    made = bytearray(draw("PNG"))
    made[16:24] = (40_000).to_bytes(4, "big") * 2
    return bytes(made)


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "boat.svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "boat.png"),
        (b"<!doctype html><script>alert(1)</script>", "boat.jpg"),
        (b"%PDF-1.7", "boat.jpg"),
        (b"", "boat.jpg"),
        (draw("JPEG")[:300], "boat.jpg"),
        (make_bomb(), "boat.png"),
    ],
)
def test_what_is_no_picture_is_refused(
    made: bytes, name: str, send_picture: Send, content: Path, list_acts: Acts, read_fields: Read
) -> None:
    answer = send_picture(made, name, text="What was typed.")
    assert answer.status_code == 422
    assert read_fields(answer.text)["text"] == "What was typed."
    assert not list(content.rglob("*.*"))
    assert list_acts() == []


def test_a_form_without_a_picture_is_told(editor: FlaskClient) -> None:
    for data in ({}, {"picture": "text"}, {"picture": (io.BytesIO(b""), "")}):
        answer = editor.post("/desk/articles/pictures", data=data, content_type="multipart/form-data")
        assert (answer.status_code, "Choose a picture first." in answer.text) == (422, True)


def test_more_than_the_most_is_refused_and_more_than_elsewhere_is_taken(
    editor: FlaskClient, content: Path
) -> None:
    boundary = "edge"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="picture"; filename="a.jpg"\r\n\r\n'.encode()
    )
    for size, status in ((2_000_000, 200), (26_000_000, 422), (40_000_000, 413)):
        body = head + draw("JPEG") + b"\0" * size + f"\r\n--{boundary}--\r\n".encode()
        answer = editor.post(
            "/desk/articles/pictures", data=body, content_type=f"multipart/form-data; boundary={boundary}"
        )
        assert answer.status_code == status
    assert [file.name for file in (content / "pictures").iterdir()] == ["a.jpg"]


def test_pictures_go_through_no_link_out_of_the_folder(
    send_picture: Send, content: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (content / "pictures").symlink_to(tmp_path / "elsewhere")
    assert send_picture(draw("PNG"), "boat.png").status_code == 503
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_full_disk_leaves_nothing_half(
    send_picture: Send, content: Path, full_disk: Callable[[], None], list_acts: Acts
) -> None:
    full_disk()
    answer = send_picture(draw("PNG"), "boat.png", text="What was typed.")
    assert (answer.status_code, "What was typed." in answer.text) == (503, True)
    assert not list((content / "pictures").iterdir())
    assert list_acts() == []


def test_a_database_that_takes_nothing_leaves_no_picture_behind(
    content: Path, send_picture: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    monkeypatch.setattr(picture_views, "write_entry", fail)
    answer = send_picture(draw("PNG"), "boat.png", text="My words.")
    assert answer.status_code == 503
    assert "My words." in answer.text
    assert list((content / "pictures").iterdir()) == []
