"""One mirror for a folder; and should it be killed, somebody who sees to it that nothing of it grows old."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .files import Files

LOCK = "lock"
PATIENCE_SECONDS = 5  # A mirror that was killed is tidied up after by then.


class Busy(Exception):
    """Another mirror has the folder."""


@contextmanager
def alone_in(folder: Path) -> Iterator[int]:
    """Hold the folder, and give the descriptor of its lock; raise `Busy` where another holds it."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Busy from None
            time.sleep(0.1)


@contextmanager
def watched(folder: Path, lock: int) -> Iterator[None]:
    """Have another process hide all files when this one ends, however it ends; it holds the lock until that is done."""
    command = [sys.executable, "-m", __name__, str(folder)]
    watcher = subprocess.Popen(  # noqa: S603 -- ourselves
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, pass_fds=[lock], start_new_session=True
    )
    try:
        yield
    finally:
        watcher.communicate()


if __name__ == "__main__":
    sys.stdin.read()  # Until whoever writes there is gone.
    Files(Path(sys.argv[1])).hide_all()
