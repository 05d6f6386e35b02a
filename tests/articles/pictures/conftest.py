"""Pictures of every kind that a newsroom gets."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

Draw = Callable[..., Path]


@pytest.fixture
def draw(content: Path) -> Draw:
    """Write a picture whose left half is red and right half blue: `draw("boat.jpg", (1500, 1000), quality=90)`."""

    def run(name: str, size: tuple[int, int] = (1000, 600), mode: str = "RGB", **saving: object) -> Path:
        image = Image.new("RGB", size, "red")
        ImageDraw.Draw(image).rectangle((size[0] // 2, 0, *size), "blue")
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        image.convert(mode).save(file, **saving)  # type: ignore[arg-type]
        return file

    return run
