"""A place for what is not whole yet: nothing of it is ever seen under its own name."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENDING = ".half-backup"


@contextmanager
def open_half(file: Path) -> Iterator[Path]:
    """Give a folder beside `file`, for its owner alone, that goes at the end; those that a kill left behind go now.

    A lock on it says that somebody works in it: the lock goes with the process, however that ends.
    """
    folder = file.parent
    half = folder / f".{file.name}{ENDING}"
    with _locked(folder):
        remove_left_behind(folder)
        half.mkdir(mode=0o700)
        lock = _lock(half)
    try:
        yield half
    finally:
        shutil.rmtree(half, ignore_errors=True)
        os.close(lock)


def remove_left_behind(folder: Path) -> None:
    """Remove what nobody works in any more."""
    for half in folder.glob(f".*{ENDING}"):
        try:
            lock = _lock(half, fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        shutil.rmtree(half)
        os.close(lock)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = _lock(folder)
    try:
        yield
    finally:
        os.close(lock)


def _lock(folder: Path, how: int = 0) -> int:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | how)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
