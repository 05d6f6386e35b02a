"""A file that is read: packed or not, and how far the reading is."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path

from ..items import Unreadable

GZIP = b"\x1f\x8b"
CHUNK = 1 << 16


@dataclass
class Source:
    """A file, and `tell(bytes)`, which is told how much more of it was read."""

    file: Path
    tell: Callable[[int], None] = lambda _bytes: None

    @property
    def name(self) -> str:
        return self.file.name

    @contextmanager
    def open(self) -> Iterator[BufferedReader[_Told] | gzip.GzipFile]:
        """Open it for reading, past a byte order mark; what gzip packed is unpacked on the way. Raise `Unreadable`."""
        try:
            with _Told(self.file, self.tell) as raw:
                plain = BufferedReader(raw, CHUNK)
                stream = gzip.GzipFile(fileobj=plain) if plain.peek(2)[:2] == GZIP else plain
                if stream.peek(3)[:3] == codecs.BOM_UTF8:
                    stream.read(3)
                yield stream
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Unreadable(f"{self.name} is packed by gzip and damaged; export it again.") from error
        except OSError as error:
            raise Unreadable(f"{self.file} cannot be read: {error.strerror or error}.") from error

    def chunks(self) -> Iterator[bytes]:
        with self.open() as stream:
            while chunk := stream.read(CHUNK):
                yield chunk


class _Told(FileIO):
    """A file that tells how much of it was read."""

    def __init__(self, file: Path, tell: Callable[[int], None]) -> None:
        super().__init__(file)
        self.tell_read = tell

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        length = super().readinto(buffer)
        self.tell_read(length)
        return length
