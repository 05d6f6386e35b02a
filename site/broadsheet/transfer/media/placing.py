"""Put a file of the old site below the folder of articles, if it is what its name says."""

from io import BytesIO
from pathlib import Path, PurePosixPath

from ...articles.pictures.downloads import TYPES
from ...articles.pictures.finding import SUFFIXES, PictureError, measure
from ...articles.pictures.making import is_made, write_whole
from .names import read_name

READABLE_BY_ALL = 0o644  # Whoever imports need not be who serves.
# What servers send, with all good signs, in place of a file that is not there.
PAGES = (b"<!doctype html", b"<html", b"<head", b"<script", b"<body")
BEGINNINGS = {".pdf": b"%PDF-", ".zip": b"PK", ".epub": b"PK", ".docx": b"PK", ".xlsx": b"PK", ".pptx": b"PK"}


class PlacingError(Exception):
    """A file cannot be put below the folder of articles; the message is half a sentence that says why."""


def place_file(root: Path, path: str, content: bytes) -> bool:
    """Write a file to `path` below the folder of articles. Return False if there is one already, which stays as it is.

    `path` is one of `place_of`. A picture must be one that the site can show, by what is in it; which of their suffixes
    it has is all the same, as browsers look into it too. Raise `PlacingError`, and then nothing was written.
    """
    if not path or read_name(path) != path:
        raise PlacingError("its path is none for a picture or a download")
    target = root / path
    try:
        if is_made(target):
            return False
        if not target.resolve().is_relative_to(root.resolve()):
            raise PlacingError("its path leads out of the folder of articles, by a link in there")
        check_content(path, content)
        write_whole(content, target)
        target.chmod(READABLE_BY_ALL)
    except OSError as error:
        raise PlacingError(f"it cannot be written: {error.strerror}") from error
    return True


def check_content(path: str, content: bytes) -> None:
    """Raise `PlacingError` unless the content fits the path: a picture that can be shown, or a file that is no web page."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in SUFFIXES:
        try:
            measure(BytesIO(content), path)
        except PictureError as error:
            raise PlacingError(str(error)) from error
    elif suffix not in TYPES:
        raise PlacingError("it is neither a picture nor a download")
    elif not content:
        raise PlacingError("it is empty")
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(PAGES):
        raise PlacingError("it is a web page, as servers send in place of what they have not")
    elif BEGINNINGS.get(suffix, b"") not in content[:1024]:
        raise PlacingError(f"it is no {suffix} file, though its name says so")
