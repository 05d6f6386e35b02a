"""Export files of our own making, and others written on the spot."""

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.transfer.reading.source import Source

EXPORTS = Path(__file__).parents[1] / "exports"
Export = Callable[[str], Source]
Written = Callable[[str | bytes], Source]


@pytest.fixture
def export() -> Export:
    return lambda name: Source(EXPORTS / name)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Return a function that makes a file of a text."""

    def write(content: str | bytes) -> Source:
        file = tmp_path / "export"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Source(file)

    return write
