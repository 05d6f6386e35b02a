"""Make a backup: a copy of the database, then of the files, in one archive that is there when it is whole."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from ..articles.slugs import make_slug
from ..progress import show_progress
from ..settings import Settings, settings_of
from ..storage import engine_of
from .archive import write_archive
from .contents import Part, list_parts
from .half import open_half
from .postgres import dump_postgres
from .sqlite import copy_sqlite
from .unfinished import Unfinished

ENDINGS = (".tar.gz", ".tgz")


def make_backup(app: Flask, place: Path | None = None) -> Path:
    """Write a backup, and return its file; `place` is a folder, or the name of a file in one.

    Raises `Unfinished` with a sentence. Then nothing of it is left, and a file that was there before is as it was.
    """
    settings = settings_of(app)
    file = choose_file(settings, place, datetime.now(UTC))
    try:
        with open_half(file) as half:
            parts = [copy_database(app, half), *list_parts(settings)]
            _pack(half / "archive", parts)
            _put_in_place(half / "archive", file)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise Unfinished(f"No backup could be written into {file.parent}: {reason}.") from error
    return file


def choose_file(settings: Settings, place: Path | None, now: datetime) -> Path:
    """Return where the backup will be: by default in the data folder, under the site's name and the moment in UTC."""
    if place is None:
        place = settings.data / "backups"
        place.mkdir(mode=0o700, exist_ok=True)
    name = make_slug(settings.site_name) or "broadsheet"
    file = place / f"{name}-{now:%Y-%m-%d-%H%M%S}{ENDINGS[0]}" if place.is_dir() else place
    if not file.name.endswith(ENDINGS):
        raise Unfinished(f"There is no folder {place}. Make it, or name a file that ends in {ENDINGS[0]}.")
    if not file.parent.is_dir():
        raise Unfinished(f"There is no folder {file.parent}. Make it first.")
    return file


def copy_database(app: Flask, half: Path) -> Part:
    engine = engine_of(app)
    if engine.dialect.name == "postgresql":
        dump_postgres(engine, half / "database")
        return Part("database.dump", half / "database")
    copy_sqlite(engine, half / "database")
    return Part("data/broadsheet.sqlite3", half / "database")


def _pack(file: Path, parts: list[Part]) -> None:
    length = sum(part.file.stat().st_size for part in parts)
    with show_progress("Packing", length) as tell:
        write_archive(file, parts, tell)


def _put_in_place(half: Path, file: Path) -> None:
    """Give what is whole its name, and see to it that the name is on the disk too."""
    half.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
