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
    # Opened each time: processes that were forked would hold one lock in common.
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor, time.monotonic() + PATIENCE_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, deadline: float) -> None:
    while time.monotonic() < deadline:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(PAUSE_SECONDS)
