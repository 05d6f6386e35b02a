"""Make the versions of a picture, each in a file of its own that is complete from the first moment on."""

import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from .finding import Picture
from .preparing import prepare
from .versions import Version, plan_versions, take_fingerprint

THREADS = 2
WIDEST_QUICK = 640
# Chosen by measuring: docs/decisions/0022. At these an AVIF is as like its original as the WebP, and a fifth smaller.
SAVE: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 55, "speed": 8, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 75, "method": 2},
    "jpg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
}


class MakingError(Exception):
    """No versions can be made of a picture; the message is half a sentence that says why."""


def make_versions(root: Path, picture: Picture, folder: Path, quick_ones_only: bool = True) -> list[Version]:
    """Make what is not there yet of a picture's versions, below `folder`, and return them all; raise `MakingError`.

    The wide ones take four times as long as the others, and crops are for machines; these wait for `later`.
    """
    try:
        content = (root / picture.file).read_bytes()
    except OSError as error:
        raise MakingError(f"it cannot be read: {error.strerror}") from error
    planned = plan_versions(picture, take_fingerprint(content))
    place = folder / picture.file
    there = [version for version in planned if is_made(place / version.name)]
    missing = [
        version for version in planned if version not in there and (_is_quick(version) or not quick_ones_only)
    ]
    for version in there:
        _note_use(place / version.name)
    make(content, missing, place)
    return planned


def make(content: bytes, versions: Sequence[Version], place: Path) -> None:
    """Make versions of the picture in `content` in the folder `place`; raise `MakingError`.

    Nobody ever sees half of a file, and two who make the same one at the same time both succeed.
    """
    if not versions:
        return
    try:
        image = prepare(content)
    except Exception as error:  # A damaged picture raises almost anything.
        raise MakingError("it seems to be damaged") from error
    largest_first = sorted(versions, key=lambda version: -version.width)
    with ThreadPoolExecutor(THREADS) as pool:  # The work is done in C, where both go on at once.
        list(pool.map(lambda version: _make_one(image, version, place), largest_first))


def _make_one(image: Image.Image, version: Version, place: Path) -> None:
    try:
        content = encode(image, version)
    except Exception as error:
        raise MakingError("it cannot be encoded") from error
    try:
        write_whole(content, place / version.name)
    except OSError as error:
        raise MakingError(f"they cannot be stored: {error.strerror}") from error


def encode(image: Image.Image, version: Version) -> bytes:
    """Return the bytes of a version: the picture made narrower, or its middle where the version is a crop."""
    size = (version.width, version.height)
    if version.ratio:
        made = ImageOps.fit(_on_white(image), size, Image.Resampling.LANCZOS)
    else:
        made = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    buffer = BytesIO()
    made.save(buffer, **SAVE[version.format])
    return buffer.getvalue()


def _is_quick(version: Version) -> bool:
    return not version.ratio and version.width <= WIDEST_QUICK


def is_made(file: Path) -> bool:
    """Whether a version is there; an empty file is what a power cut may leave of one."""
    try:
        return file.stat().st_size > 0
    except OSError:
        return False


def _on_white(image: Image.Image) -> Image.Image:
    """Return a picture through which nothing shows, as a JPEG must be."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def write_whole(content: bytes, file: Path) -> None:
    """Write a file that is complete from the first moment on, and make the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=".", dir=file.parent)
    try:
        with os.fdopen(number, "wb") as half:
            half.write(content)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _note_use(file: Path) -> None:
    """Let the clearing up know that a version is in use; see `tidying`."""
    try:
        os.utime(file)
    except OSError:
        return  # It was cleared away this moment, and is made again when it is asked for.
