"""The operator's own pictures: the logo and the icon, read once at the start."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from ...settings import SettingsError
from ..kept import Kept
from .svg import read_svg_size

TYPES = {"PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif", "JPEG": "image/jpeg"}
SVG = "image/svg+xml"
ICON = {"ICO": "image/vnd.microsoft.icon"}
LARGEST = 1_000_000  # bytes: it comes with every first visit


@dataclass(frozen=True)
class OwnPicture(Kept):
    """A picture's bytes and type, the suffix for that type, and its size in pixels."""

    suffix: str
    width: int
    height: int

    @property
    def version(self) -> str:
        """The fingerprint, and the suffix by which CDNs know what to keep."""
        return f"{self.fingerprint}.{self.suffix}"


def load_picture(setting: str, file: Path | None) -> OwnPicture | None:
    """Return the picture that a setting names; raise `SettingsError` for one that browsers could not show."""
    if file is None:
        return None
    try:
        content = file.read_bytes()
        if len(content) > LARGEST:
            raise ValueError(
                f"has {len(content)} bytes, and every reader loads it; make it smaller than {LARGEST}"
            )
        return _read_picture(content, file.suffix.lower(), TYPES | (ICON if setting == "icon" else {}))
    except OSError as error:
        raise SettingsError(f"{setting}: the file {file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise SettingsError(f"{setting}: the file {file} {error}.") from error


def _read_picture(content: bytes, suffix: str, types: dict[str, str]) -> OwnPicture:
    if suffix == ".svg":
        return OwnPicture(content, SVG, "svg", *read_svg_size(content))
    try:
        with Image.open(BytesIO(content)) as image:
            size, format = image.size, image.format or ""
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("cannot be read as a picture") from error
    if format not in types:
        raise ValueError(f"is not one of SVG, {', '.join(types)}")
    return OwnPicture(content, types[format], format.lower(), *size)
