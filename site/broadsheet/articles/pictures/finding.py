"""Pictures beside the articles: where they are, how large, and at which address they are served."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from PIL import ExifTags, Image

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")  # No other reader is tried, whatever a file claims to be.
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}
MOST_PIXELS = (
    89_478_485  # The bound at which Pillow begins to warn: a quarter of a gigabyte when it is unpacked.
)
ON_ITS_SIDE = {
    5,
    6,
    7,
    8,
}  # Values of the orientation tag (Exif 2.32, 4.6.4) that turn a picture by a quarter.


class PictureError(Exception):
    """A picture is missing, outside the folder, or not a picture."""


@dataclass(frozen=True)
class Picture:
    """A picture's file below the folder of articles, its address on the site, and its size in pixels as it is shown."""

    file: str
    address: str
    width: int
    height: int
    is_animated: bool = False


def locate(root: Path, folder: Path, name: str) -> str:
    """Return where below `root` the picture is that a file in `folder` calls `name`, whether or not it is there.

    A name with a leading slash is meant from `root`. Links that lead out of `root` are followed nowhere: the picture must
    really lie inside it.
    """
    try:
        file = (root / name.lstrip("/") if name.startswith("/") else folder / name).resolve()
    except (
        OSError,
        RuntimeError,
        ValueError,
    ) as error:  # Links in a circle, or a name that no file can have.
        raise PictureError(f"the picture {name!r} cannot be found") from error
    if not file.is_relative_to(root.resolve()):
        raise PictureError(f"the picture {name} lies outside the folder of articles")
    return file.relative_to(root.resolve()).as_posix()


def find_picture(root: Path, folder: Path, name: str) -> Picture:
    """Find the picture that a file in `folder` calls `name`, as `locate` does."""
    below = locate(root, folder, name)
    file = root.resolve() / below
    if file.suffix.lower() not in SUFFIXES:
        raise PictureError(f"the picture {name} is not one of {', '.join(sorted(SUFFIXES))}")
    width, height, is_animated = measure(file, name)
    return Picture(below, f"/media/{quote(below)}", width, height, is_animated)


def measure(source: Path | IO[bytes], name: str) -> tuple[int, int, bool]:
    """Return width and height of a picture, and whether it moves; `name` is what an error calls it."""
    try:
        with Image.open(source, formats=FORMATS) as image:
            width, height = _shown_size(image)
            # Some cameras put a second picture behind the first of a JPEG; Pillow calls that MPO.
            is_animated = image.format != "MPO" and getattr(image, "is_animated", False)
    except FileNotFoundError as error:
        raise PictureError(f"the picture {name} is not there; put it beside the article") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(_too_large(name)) from error
    except Exception as error:  # What is damaged raises almost anything.
        raise PictureError(f"the picture {name} cannot be read as a picture") from error
    if width * height > MOST_PIXELS:
        raise PictureError(_too_large(name))
    return width, height, is_animated


def _shown_size(image: Image.Image) -> tuple[int, int]:
    """Return the size after the turn that the camera noted; browsers turn a picture so too."""
    width, height = image.size
    try:
        turn = image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # What is broken in there raises almost anything, and turns nothing.
        turn = None
    return (height, width) if turn in ON_ITS_SIDE else (width, height)


def _too_large(name: str) -> str:
    return f"the picture {name} has more than {MOST_PIXELS // 1_000_000} million pixels; make it smaller"
