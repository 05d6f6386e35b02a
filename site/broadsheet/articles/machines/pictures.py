"""The shapes in which an article's picture can be had."""

from dataclasses import dataclass
from typing import Any

from ...delivery.addresses import site_root

RATIOS = ("16:9", "4:3", "1:1")


@dataclass(frozen=True)
class Shape:
    """A picture's absolute address, and its size in pixels."""

    address: str
    width: int
    height: int


def list_shapes(picture: dict[str, Any] | None) -> list[Shape]:
    """Return the picture itself, then its crops, the widest ratio first."""
    if not picture:
        return []
    crops = picture.get("crops") or {}
    return [_shape(picture), *(_shape(crops[ratio]) for ratio in RATIOS if ratio in crops)]


def list_ratios(picture: dict[str, Any] | None) -> list[Shape]:
    """Return a picture in the three ratios that search engines ask for, or itself where it was not cropped."""
    shapes = list_shapes(picture)
    return shapes[1:] or shapes


def _shape(picture: dict[str, Any]) -> Shape:
    return Shape(f"{site_root()}{picture['address']}", picture["width"], picture["height"])
