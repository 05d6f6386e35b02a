"""How much room the site takes, and how much is left."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from ...settings import settings_of
from ...storage import engine_of

PATIENCE_SECONDS = (
    0.2  # A folder of a million files is not counted to its end while somebody waits for the page.
)
PARTS_OF_SQLITE = ("", "-wal", "-shm")


@dataclass(frozen=True)
class Size:
    """So many bytes, or at least so many where the counting was broken off."""

    bytes: int
    is_whole: bool = True


def measure_database(app: Flask, session: Session) -> Size:
    engine = engine_of(app)
    if engine.dialect.name == "postgresql":
        return Size(session.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    files = [Path(f"{engine.url.database}{part}") for part in PARTS_OF_SQLITE]
    return Size(sum(file.stat().st_size for file in files if file.exists()))


def measure_articles(app: Flask) -> Size:
    return measure_folder(settings_of(app).content_folder)


def measure_pictures(app: Flask) -> Size:
    """Return the size of the versions that were made of pictures."""
    return measure_folder(settings_of(app).pictures_folder)


def measure_free(app: Flask) -> Size:
    return Size(shutil.disk_usage(settings_of(app).data).free)


def measure_folder(folder: Path, seconds: float = PATIENCE_SECONDS) -> Size:
    deadline, bytes = time.monotonic() + seconds, 0
    for entry in _walk(folder):
        try:
            bytes += entry.stat(follow_symlinks=False).st_size
        except OSError:  # It went meanwhile.
            continue
        if time.monotonic() > deadline:
            return Size(bytes, is_whole=False)
    return Size(bytes)


def _walk(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield the files below a folder, which may not be there."""
    waiting = [str(folder)]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif entry.is_file(follow_symlinks=False):
                yield entry
