"""Where the files that belong to an export lie: in a folder or an archive beside it."""

from pathlib import Path

from ..items import Unreadable
from .folder_shelf import FolderShelf
from .media_shelf import MediaShelf
from .tar_shelf import TarShelf
from .zip_shelf import ZipShelf

ZIP = {b"PK\3\4", b"PK\5\6"}  # The second begins an empty one.


def open_media(place: Path) -> MediaShelf:
    """Open a folder, a .zip, a .tar or a .tar.gz; which one it is, its first bytes say. Raise `Unreadable`."""
    try:
        if place.is_dir():
            return FolderShelf(place.resolve())
        with place.open("rb") as stream:
            is_zip = stream.read(4) in ZIP
    except OSError as error:
        raise Unreadable(f"{place} cannot be read: {error.strerror or error}.") from error
    return ZipShelf(place) if is_zip else TarShelf(place)
