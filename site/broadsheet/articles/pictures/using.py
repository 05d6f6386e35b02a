"""A picture as an article uses it: what is stored of it for templates and machines, and what an editor is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .finding import Picture
from .versions import TYPES, Version

MIDDLE_WIDTH = 960


@dataclass(frozen=True)
class Used:
    """A picture with its versions; where none could be made, `broken` says why."""

    picture: Picture
    versions: Sequence[Version] = ()
    broken: str = ""


def describe(used: Used, alt: str, caption: str, credit: str) -> dict[str, Any]:
    """Return the dict of a picture; see `models.Article`."""
    picture = used.picture
    return {
        "address": picture.address,
        "alt": alt,
        "caption": caption,
        "credit": credit,
        "width": picture.width,
        "height": picture.height,
        "versions": list_sources(used),
        "middle": choose_middle(used),
        "crops": list_crops(used),
    }


def list_sources(used: Used) -> list[dict[str, str]]:
    """Return for each format its media type and its `srcset` (HTML, 4.8.4.2), the best format first."""
    sources: dict[str, list[str]] = {}
    for version in used.versions:
        if not version.ratio:
            sources.setdefault(version.format, []).append(f"{_address_of(used, version)} {version.width}w")
    return [{"type": TYPES[format], "srcset": ", ".join(parts)} for format, parts in sources.items()]


def choose_middle(used: Used) -> str:
    """Return the address for what knows no choice, such as a feed reader: a WebP of middle width, else the original."""
    plain = [version for version in used.versions if version.format == "webp"]
    enough = [version for version in plain if version.width >= MIDDLE_WIDTH] or plain[-1:]
    return _address_of(used, enough[0]) if enough else used.picture.address


def list_crops(used: Used) -> dict[str, dict[str, Any]]:
    return {
        crop.ratio: {"address": _address_of(used, crop), "width": crop.width, "height": crop.height}
        for crop in used.versions
        if crop.ratio
    }


def remark_on(used: Used, alt: str) -> list[str]:
    """Return what an editor should know of a picture that is published all the same."""
    remarks = []
    if not alt.strip():
        remarks.append(f"the picture {used.picture.file} has no alt text; say in a few words what it shows")
    if used.broken:
        remarks.append(
            f"the picture {used.picture.file} is shown as it is, because no smaller versions could be made: {used.broken}"
        )
    return remarks


def _address_of(used: Used, version: Version) -> str:
    return f"{used.picture.address}/{version.name}"
