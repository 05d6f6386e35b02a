"""Long work that only one process does at a time, on all nodes that share a database, without holding a transaction."""

import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text


@contextmanager
def alone_in(engine: Engine, name: str, folder: Path) -> Iterator[None]:
    """Wait until nobody else is past this point under this name; the right goes with the process, however that ends.

    PostgreSQL keeps it for a connection. With SQLite it is a lock on a file in `folder`.
    """
    with (
        _hold_key(engine, name)
        if engine.dialect.name == "postgresql"
        else _hold_file(folder / f"{name}-lock")
    ):
        yield


@contextmanager
def _hold_key(engine: Engine, name: str) -> Iterator[None]:
    key = {"key": zlib.crc32(name.encode())}
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)


@contextmanager
def _hold_file(file: Path) -> Iterator[None]:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
