"""Backups of a site, and what is made of them."""

import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from broadsheet import create_app
from broadsheet.storage import engine_of


@pytest.fixture
def unpack(tmp_path: Path) -> Callable[[Path], Path]:
    """Unpack a backup into a new folder: `unpack(file)`."""

    def run(file: Path, name: str = "restored") -> Path:
        folder = tmp_path / name
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="tar")
        return folder

    return run


@pytest.fixture
def open_site() -> Iterator[Callable[..., Flask]]:
    """Open a site from an unpacked backup, with the database at an address, or the one in it."""
    apps: list[Flask] = []

    def run(folder: Path, database: str = "") -> Flask:
        given = {"BROADSHEET_DATA": folder / "data", "BROADSHEET_DATABASE": database}
        apps.append(create_app(given))
        return apps[-1]

    yield run
    for app in apps:
        engine_of(app).dispose()
