"""What a real browser makes of the files beside the articles that are no pictures."""

import wave
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

Visit = Callable[..., Page]

TRAP = b"<!DOCTYPE html><title>Trap</title><script>document.title = 'Sprung'</script>"
RED = (255, 0, 0)
PAGE = b"1 0 0 rg 0 0 600 600 re f"


@pytest.fixture
def folder(site: str, site_folder: Path) -> Iterator[Path]:
    folder = site_folder / "data" / "articles" / "downloads"
    folder.mkdir()
    yield folder
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def write_document(file: Path) -> None:
    """Write a PDF with one red page."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 600]/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(PAGE), PAGE),
    ]
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(b"%010d 00000 n \n" % len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(places)
    file.write_bytes(
        content + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(content)
    )


def write_sound(file: Path) -> None:
    """Write two seconds of silence."""
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(32_000))


def count_red(page: Page) -> int:
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    return sum(count for count, colour in image.getcolors(1 << 24) or [] if colour == RED)


def test_a_document_is_shown(visit: Visit, folder: Path) -> None:
    write_document(folder / "report.pdf")
    page = visit("/media/downloads/report.pdf", javascript=True)  # The viewer is made of it.
    for _ in range(100):  # The viewer says to nobody when it is done.
        if count_red(page) > 10_000:
            return
        page.wait_for_timeout(100)
    pytest.fail("The document was not shown.")


def test_a_sound_is_played(visit: Visit, folder: Path) -> None:
    write_sound(folder / "talk.wav")
    page = visit("/media/downloads/talk.wav")
    page.wait_for_function("document.querySelector('video').readyState === 4")
    assert page.evaluate("document.querySelector('video').duration") == 2


@pytest.mark.parametrize("name", ["trap.txt", "trap.csv", "trap.docx", "trap.zip", "trap.gpx"])
def test_what_may_hold_anything_is_loaded_down(visit: Visit, site: str, folder: Path, name: str) -> None:
    (folder / name).write_bytes(TRAP)
    page = visit("/")
    with page.expect_download() as download:
        page.evaluate("address => { location.href = address }", f"/media/downloads/{name}")
    assert download.value.suggested_filename == name
    assert download.value.path().read_bytes() == TRAP


@pytest.mark.parametrize("name", ["trap.pdf", "trap.mp3", "trap.mp4", "trap.webm"])
def test_a_page_under_another_name_is_no_page(visit: Visit, folder: Path, name: str) -> None:
    (folder / name).write_bytes(TRAP)
    page = visit(f"/media/downloads/{name}", javascript=True)
    assert "Sprung" not in page.title()
    assert page.locator("script").count() == 0
