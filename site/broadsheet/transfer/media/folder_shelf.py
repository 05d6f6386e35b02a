"""The files in a folder."""

import os
from collections.abc import Iterator
from pathlib import Path

from .media_shelf import MediaShelf, read_whole
from .names import read_name


class FolderShelf(MediaShelf):
    """A folder and what lies below it. No link in it is followed, wherever it leads."""

    def __init__(self, place: Path) -> None:
        super().__init__(place, _walk(place))

    def read_each(self, names: set[str]) -> Iterator[tuple[str, bytes | str]]:
        for name in sorted(names):
            try:
                with (self.place / name).open("rb") as stream:
                    content = read_whole(stream)
            except OSError as error:
                content = f"it cannot be read: {error.strerror}"
            yield name, content


def _walk(root: Path) -> Iterator[str]:
    for place, folders, _names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        with os.scandir(place) as entries:
            for entry in entries:
                name = Path(entry.path).relative_to(root).as_posix()
                if entry.is_file(follow_symlinks=False) and read_name(name) == name:
                    yield name
