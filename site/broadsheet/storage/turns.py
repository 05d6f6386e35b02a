"""Whose turn it is to write, among processes. Who waits looks every millisecond; SQLite would sleep longer and longer."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE_SECONDS = 1.0
PAUSE_SECONDS = 0.001


@contextmanager
def turn(file: Path) -> Iterator[None]:
    """Wait for a lock on a file beside the database, and hold it; it goes with the process, however that ends.

    It is a courtesy: after a second without a turn one tries to write nevertheless, and SQLite's own lock decides.
    """
    descriptor = _open(file)
    try:
        if descriptor is not None:
            _lock(descriptor, time.monotonic() + PATIENCE_SECONDS)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _open(file: Path) -> int | None:
    """Open the file, each time, as processes that were forked would hold one lock in common; None where that cannot be.

    On a full disk or in a read-only folder SQLite says itself what is wrong, if anything is.
    """
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None


def _lock(descriptor: int, deadline: float) -> None:
    while time.monotonic() < deadline:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(PAUSE_SECONDS)
