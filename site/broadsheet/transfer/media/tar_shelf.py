"""The files in a .tar or .tar.gz, which is gone through from beginning to end: once for the names, once for the files."""

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..items import Unreadable
from .media_shelf import DAMAGED, LARGEST, TOO_LARGE, MediaShelf
from .names import read_name

GZIP = b"\x1f\x8b"
LARGEST_HEADER = 1 << 20  # bytes; a header that goes on for longer is meant to fill the memory
MOST_UNPACKED = 200  # times the size of the archive, which pictures never reach
BROKEN = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError)


class TarShelf(MediaShelf):
    """A .tar or .tar.gz. What in it is a link or a device is not there."""

    def __init__(self, place: Path) -> None:
        try:
            names = (read_name(member.name) for member, _unpacked in _read_members(place))
            super().__init__(place, (name for name in names if name))
        except BROKEN as error:
            raise Unreadable(
                f"{place.name} is no folder, .zip, .tar or .tar.gz, or it is damaged ({error}). Copy or pack it again."
            ) from error

    def read_each(self, names: set[str]) -> Iterator[tuple[str, bytes | str]]:
        waiting = set(names)
        for member, unpacked in _read_members(self.place):
            name = read_name(member.name)
            if name in waiting:
                waiting.remove(name)
                yield name, _read_member(member, unpacked)
            if not waiting:
                return


def _read_members(place: Path) -> Iterator[tuple[tarfile.TarInfo, "_Unpacked"]]:
    """Yield each plain file that an archive holds, and its bytes from there."""
    with _unpack(place) as unpacked, tarfile.TarFile(fileobj=unpacked) as archive:  # type: ignore[arg-type]
        while member := archive.next():
            archive.members = []  # type: ignore[attr-defined]  # Else it keeps all that it has seen.
            if member.isreg() and not member.issparse():
                yield member, unpacked
            unpacked.left = LARGEST_HEADER


def _read_member(member: tarfile.TarInfo, unpacked: "_Unpacked") -> bytes | str:
    if member.size > LARGEST:
        return TOO_LARGE
    unpacked.left = member.size
    unpacked.seek(member.offset_data)
    content = unpacked.read(member.size)
    return content if len(content) == member.size else DAMAGED


@contextmanager
def _unpack(place: Path) -> Iterator["_Unpacked"]:
    with place.open("rb") as packed:
        is_packed = packed.read(2) == GZIP
        packed.seek(0)
        if not is_packed:
            yield _Unpacked(packed, place.stat().st_size)
            return
        with gzip.GzipFile(fileobj=packed) as stream:
            yield _Unpacked(stream, max(place.stat().st_size * MOST_UNPACKED, 2 * LARGEST))


class _Unpacked:
    """The bytes of an archive: up to `most` of them, and no more than `left` to read before somebody allows more."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, most: int) -> None:
        self.stream, self.most, self.left = stream, most, LARGEST_HEADER

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= self.left:
            raise tarfile.ReadError("it has a header beyond all measure")
        self.left -= size
        return self.stream.read(size)

    def seek(self, place: int) -> int:
        if place > self.most + LARGEST_HEADER:
            raise tarfile.ReadError("it unfolds beyond all measure")
        return self.stream.seek(place)

    def tell(self) -> int:
        return self.stream.tell()
