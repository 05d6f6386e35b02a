"""A bell that all processes with one file of SQLite hear: eight bytes beside it that they share in memory.

Whoever has committed rings before telling anyone of it. To listen takes a tenth of a microsecond; to ask SQLite whether
there was a commit takes four.
"""

import mmap
import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

SIZE = 8  # bytes


class Bell:
    """`ring` puts new bytes, which differ from all before them, into the memory; `listen` returns what is there.

    It may be rung by whoever may write the database: `mode` is that of its file.
    """

    def __init__(self, file: Path, mode: int = 0o600) -> None:
        self.file = file
        self.mode = mode
        self.hang()

    def hang(self) -> None:
        descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT, self.mode)
        try:
            with suppress(PermissionError):  # It is another's, who gave it this mode.
                os.fchmod(descriptor, self.mode)
            if os.fstat(descriptor).st_size < SIZE:
                os.pwrite(descriptor, bytes(SIZE), 0)
            self.memory = mmap.mmap(descriptor, SIZE, prot=mmap.PROT_READ)
            self.place = os.fstat(descriptor).st_ino
        finally:
            os.close(descriptor)

    def rehang(self) -> None:
        """Hang it again where somebody took it down, so that all listen to the same."""
        with suppress(OSError):
            if not self.file.exists() or self.file.stat().st_ino != self.place:
                self.hang()

    def ring(self) -> None:
        """Be heard; where that cannot be, the others ask the database a moment later."""
        # Not a count: of two processes that count at once, one would ring unheard. And not by way of the memory: on a full
        # disk that would kill the process.
        with suppress(OSError):
            descriptor = os.open(self.file, os.O_WRONLY)
            try:
                os.pwrite(descriptor, os.urandom(SIZE), 0)
            finally:
                os.close(descriptor)

    def listen(self) -> bytes:
        return self.memory[:]


def hang_bell(engine: Engine) -> Bell | None:
    """Return the bell of a database in a file of SQLite; None where there is none, or the folder takes no file."""
    file = Path(engine.url.database or "")
    if engine.dialect.name != "sqlite" or not file.is_file():
        return None
    try:
        return Bell(file.with_name(f"{file.name}-bell"), file.stat().st_mode & 0o666)
    except OSError:
        return None
