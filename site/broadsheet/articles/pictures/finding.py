"""Pictures beside the articles: where they are, how large, and at which address they are served."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PIL import Image

FORMATS = {"JPEG", "PNG", "WEBP", "GIF", "AVIF"}
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}


class PictureError(Exception):
    """A picture is missing, outside the folder, or not a picture."""


@dataclass(frozen=True)
class Picture:
    """A picture's file below the folder of articles, its address on the site, and its size in pixels."""

    file: str
    address: str
    width: int
    height: int


def find_picture(root: Path, folder: Path, name: str) -> Picture:
    """Find the picture that a file in `folder` calls `name`; a name with a leading slash is meant from `root`.

    Links that lead out of `root` are followed nowhere: the picture must really lie inside it.
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
    if file.suffix.lower() not in SUFFIXES:
        raise PictureError(f"the picture {name} is not one of {', '.join(sorted(SUFFIXES))}")
    try:
        with Image.open(file) as image:
            width, height = image.size
            known = image.format in FORMATS
    except FileNotFoundError as error:
        raise PictureError(f"the picture {name} is not there; put it beside the article") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureError(f"the picture {name} cannot be read as a picture") from error
    if not known:
        raise PictureError(f"the picture {name} is of a kind that browsers do not show")
    below = file.relative_to(root.resolve()).as_posix()
    return Picture(below, f"/media/{quote(below)}", width, height)
