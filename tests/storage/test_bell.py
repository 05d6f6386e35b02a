"""Whoever rings is heard by all who share the database's file, whatever becomes of the bell's own."""

from pathlib import Path

import pytest
from flask import Flask

from broadsheet.storage import engine_of
from broadsheet.storage.bell import Bell, hang_bell


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "broadsheet.sqlite3-bell"


def test_each_ring_is_heard(file: Path) -> None:
    one, other = Bell(file), Bell(file)
    heard = {other.listen()}
    for _ in range(3):
        one.ring()
        heard.add(other.listen())
    assert len(heard) == 4


def test_one_that_was_taken_down_is_hung_again(file: Path) -> None:
    one, other = Bell(file), Bell(file)
    file.unlink()
    later = Bell(file)
    one.rehang(), other.rehang()
    heard = one.listen(), other.listen()
    later.ring()
    assert one.listen() == other.listen() == later.listen() != heard[0]


def test_whoever_may_write_the_database_may_ring(app: Flask) -> None:
    engine = engine_of(app)
    if engine.dialect.name == "postgresql":
        return
    database = Path(str(engine.url.database))
    bell = database.with_name(f"{database.name}-bell")
    bell.unlink()
    database.chmod(0o660)
    assert hang_bell(engine)
    assert bell.stat().st_mode & 0o777 == 0o660
