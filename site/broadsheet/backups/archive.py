"""The archive: files put into one, which is on the disk when it is closed."""

import os
import tarfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from .contents import Part
from .unfinished import Unfinished

LEVEL = 6  # Of gzip: at 9 texts are hardly smaller, and take thrice the time.


def write_archive(file: Path, parts: Sequence[Part], tell: Callable[[int], None]) -> None:
    """Write a new .tar.gz, readable by its owner alone, and call `tell` with the bytes that were read.

    What was removed since it was listed is left out.
    """
    with open(file, "xb", opener=_for_owner) as out:
        with tarfile.open(fileobj=out, mode="w:gz", compresslevel=LEVEL, dereference=True) as archive:
            archive.addfile(make_data_folder())
            for part in parts:
                add_part(archive, part, tell)
        out.flush()
        os.fsync(out.fileno())


def add_part(archive: tarfile.TarFile, part: Part, tell: Callable[[int], None]) -> None:
    try:
        content = part.file.open("rb")
    except FileNotFoundError:
        return
    with content:
        head = archive.gettarinfo(arcname=part.name, fileobj=content)
        try:
            archive.addfile(head, Watched(content, tell))
        except OSError as error:
            if error.errno is None:  # tarfile's own.
                raise Unfinished(
                    f"{part.file} became shorter while it was read. Make the backup again."
                ) from error
            raise


def make_data_folder() -> tarfile.TarInfo:
    """Return the entry by which unpacking makes the data folder, for its owner alone."""
    head = tarfile.TarInfo("data")
    head.type, head.mode, head.mtime = tarfile.DIRTYPE, 0o700, int(time.time())
    return head


class Watched:
    """A file that tells of what is read from it."""

    def __init__(self, content: IO[bytes], tell: Callable[[int], None]) -> None:
        self.content = content
        self.tell = tell

    def read(self, size: int = -1) -> bytes:
        read = self.content.read(size)
        self.tell(len(read))
        return read


def _for_owner(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
