"""The files in a .zip."""

import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ..items import Unreadable
from .media_shelf import DAMAGED, MediaShelf, read_whole
from .names import read_name

UTF_8, ENCRYPTED = 0x800, 0x1  # Bits of a member's flags (APPNOTE.TXT, 4.4.4).


class ZipShelf(MediaShelf):
    """A .zip. What in it is a link or encrypted, or packed in a way that unfolds without a bound, is not there."""

    def __init__(self, place: Path) -> None:
        try:
            self.archive = ZipFile(place)
        except (BadZipFile, NotImplementedError, ValueError) as error:
            raise Unreadable(
                f"{place.name} is no whole .zip file ({error}). Copy or pack it again."
            ) from error
        names = (
            (read_name(_decode_name(info)), info) for info in self.archive.infolist() if _is_plain_file(info)
        )
        self.members = {name: info for name, info in names if name}
        super().__init__(place, self.members)

    def read_each(self, names: set[str]) -> Iterator[tuple[str, bytes | str]]:
        for name in sorted(names, key=lambda name: self.members[name].header_offset):
            try:
                with self.archive.open(self.members[name]) as stream:
                    content = read_whole(stream)
            except (BadZipFile, zlib.error, EOFError, OSError, ValueError):
                content = DAMAGED
            yield name, content


def _is_plain_file(info: ZipInfo) -> bool:
    """Whether a member is a file; where it was packed on a system with links, its mode says so."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    is_file = kind in {0, stat.S_IFREG} and not info.filename.endswith("/")
    return is_file and not info.flag_bits & ENCRYPTED and info.compress_type in {ZIP_STORED, ZIP_DEFLATED}


def _decode_name(info: ZipInfo) -> str:
    """Return the name of a member. Many programs write UTF-8 and do not say so, and it is read as code page 437."""
    if info.flag_bits & UTF_8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
