"""Which versions there are of a picture: narrower ones for browsers, and crops for machines.

Nothing is made here. What the versions are follows from a picture's size and its fingerprint alone.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import features

from .finding import Picture

WIDTHS = (320, 640, 960, 1280, 1920)
WORTH_IT = 0.8  # A version that is nearly as wide as the widest saves no reader anything.
TALLEST = 16_383  # The most that WebP can hold (RFC 9649, 2.5).
FORMATS = tuple(format for format in ("avif", "webp") if features.check(format))  # The best first.
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
# What search engines and social networks ask for: ratio → the size in pixels where the original is large enough.
CROPS = {"16:9": (1200, 675), "4:3": (1200, 900), "1:1": (1200, 1200)}
RECIPE = "1"  # Another one gives all versions new addresses; change it with how they are made.
NAME = r"(?:[1-9][0-9]{0,3}|16x9|4x3|1x1)-[0-9a-f]{8}\.(?:avif|webp|jpg)"


@dataclass(frozen=True)
class Version:
    """A version's file name, such as `640-0f3a9c21.avif` or `16x9-0f3a9c21.jpg`, and its size; a crop has a `ratio`."""

    name: str
    width: int
    height: int
    format: str
    ratio: str = ""


def plan_versions(picture: Picture, fingerprint: str) -> list[Version]:
    """Return all versions of a picture, the narrowest first and the crops last; one that moves has none."""
    if picture.is_animated:
        return []
    sizes = [(width, _height_for(picture, width)) for width in choose_widths(picture.width)]
    narrower = [
        Version(f"{width}-{fingerprint}.{format}", width, height, format)
        for format in FORMATS
        for width, height in sizes
        if height <= TALLEST
    ]
    return narrower + [_plan_crop(picture, fingerprint, ratio) for ratio in CROPS]


def choose_widths(width: int) -> list[int]:
    """Return the widths of the versions of a picture that is `width` pixels wide."""
    widest = min(width, WIDTHS[-1])
    return [narrower for narrower in WIDTHS if narrower < WORTH_IT * widest] + [widest]


def _height_for(picture: Picture, width: int) -> int:
    return max(1, round(picture.height * width / picture.width))


def _plan_crop(picture: Picture, fingerprint: str, ratio: str) -> Version:
    wide, high = CROPS[ratio]
    scale = min(1, picture.width / wide, picture.height / high)
    width, height = max(1, int(wide * scale)), max(1, int(high * scale))
    return Version(f"{ratio.replace(':', 'x')}-{fingerprint}.jpg", width, height, "jpg", ratio)


def read_fingerprint(file: Path) -> str:
    """Return the fingerprint of a picture's file, which is read only if it was changed since the last time."""
    found = file.stat()
    return _read_fingerprint(file, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=10_000)
def _read_fingerprint(file: Path, _size: int, _changed: int) -> str:
    return take_fingerprint(file.read_bytes())


def take_fingerprint(content: bytes) -> str:
    """Return eight hexadecimal digits that stand for what is in a file, the same on every node."""
    return hashlib.sha256(RECIPE.encode() + content).hexdigest()[:8]


def split_name(name: str) -> tuple[str, str, str]:
    """Return (size, fingerprint, format) of a version's name, or three empty texts if it is no such name."""
    size, fingerprint, format = re.split(r"[-.]", name) if re.fullmatch(NAME, name) else ("", "", "")
    return size, fingerprint, format
