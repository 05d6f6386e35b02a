"""A picture that somebody sends: what it is, by what is in it, and a copy that tells nothing but what is seen."""

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from flask import current_app
from PIL import Image, ImageOps

from ...articles.pictures.finding import FORMATS, MOST_PIXELS, PictureError, measure
from ...articles.pictures.views import one_at_a_time
from ...articles.slugs import make_slug
from ...settings import settings_of
from .files import NotWritten, write_new
from .naming import list_names

FOLDER = "pictures"
MOST_BYTES = 25_000_000
MOST_IN_FILM = 4 * MOST_PIXELS  # pixels of all pictures of one that moves
# By format: the suffix, and how it is saved so that nobody sees a difference.
SAVE: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": (".jpg", {"quality": 92, "optimize": True, "progressive": True}),
    "PNG": (".png", {"optimize": True}),
    "WEBP": (".webp", {"quality": 92, "method": 4}),
    "GIF": (".gif", {}),
    "AVIF": (".avif", {"quality": 85, "speed": 8}),
}

KEPT = {
    "transparency",
    "background",
    "duration",
    "loop",
    "disposal",
    "blend",
    "gamma",
}  # It is part of what is seen.


@dataclass(frozen=True)
class Placed:
    """A picture in the folder of articles: its path from there, as an article names it, and what it is."""

    path: str
    bytes: int
    width: int
    height: int


def place_picture(content: bytes, name: str) -> Placed:
    """Put a copy of a picture below the folder of articles, under a name that nothing has yet.

    Raise `PictureError` for what is no picture that the site can show, and `NotWritten`.
    """
    if len(content) > MOST_BYTES:
        raise PictureError(f"the picture {name} has more than {MOST_BYTES // 1_000_000} MB; make it smaller")
    width, height, _is_animated = measure(BytesIO(content), name)
    with one_at_a_time:  # Each takes much memory.
        made, suffix = copy_plainly(content, name)
    path = _write(made, make_slug(PurePosixPath(name.replace("\\", "/")).stem) or "picture", suffix)
    return Placed(f"/{path}", len(made), width, height)


def remove_picture(placed: Placed) -> None:
    """Take away a picture that was placed just now, and that no article can name yet."""
    with suppress(OSError):
        (settings_of(current_app).content_folder / placed.path.lstrip("/")).unlink()


def copy_plainly(content: bytes, name: str) -> tuple[bytes, str]:
    """Return a picture made anew of its pixels, upright, and the suffix of its format.

    So all goes that a file can hold beside them: place, camera, remarks, and whatever is hung on at its end. The colours
    stay what they are, by its profile.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            format = "JPEG" if image.format == "MPO" else str(image.format)
            is_film = format != "JPEG" and getattr(image, "n_frames", 1) > 1
            if is_film and image.width * image.height * image.n_frames > MOST_IN_FILM:  # type: ignore[attr-defined]
                raise PictureError(f"the picture {name} moves for too long; send it as a film")
            suffix, saving = SAVE[format]
            profile = image.info.get("icc_profile")
            if is_film:
                saving = saving | {"save_all": True}
            else:
                ImageOps.exif_transpose(image, in_place=True)
            image.info = {name: value for name, value in image.info.items() if name in KEPT}
            buffer = BytesIO()
            image.save(buffer, format, exif=b"", xmp=b"", icc_profile=profile, **saving)
    except PictureError:
        raise
    except Exception as error:  # A damaged picture raises almost anything.
        raise PictureError(f"the picture {name} seems to be damaged") from error
    return buffer.getvalue(), suffix


def _write(content: bytes, stem: str, suffix: str) -> str:
    root = settings_of(current_app).content_folder.resolve()
    folder = root / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        if not folder.resolve().is_relative_to(root):
            raise NotWritten("the folder of pictures is a link out of the folder of articles")
        for name in list_names(stem):
            try:
                write_new(folder / f"{name}{suffix}", content)
            except FileExistsError:
                continue
            return f"{FOLDER}/{name}{suffix}"
    except OSError as error:
        raise NotWritten(str(error.strerror or error)) from error
    raise AssertionError  # There is no end of names.
