"""Unpack a picture once, as all its versions need it: upright, in sRGB, and with nothing told of who took it where."""

from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from .finding import FORMATS
from .versions import WIDTHS


def prepare(content: bytes) -> Image.Image:
    """Return a picture as RGB, or RGBA if something shows through, no larger than its versions need.

    Colours in another space, such as a camera's Display P3 or a printer's CMYK, are converted to sRGB, so that no version
    has to carry a profile and every program shows the same. Raises whatever Pillow does for a file that is damaged, which
    may be any exception.
    """
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        image.draft(
            None, _size_needed(image.size)
        )  # A JPEG can be unpacked at a half or a quarter of its size.
        ImageOps.exif_transpose(image, in_place=True)
        mode = "RGBA" if image.has_transparency_data else "RGB"
        plain = _with_plain_colours(image, mode)
        small = plain.resize(_size_needed(plain.size), Image.Resampling.LANCZOS, reducing_gap=3)
        upright = _to_srgb(small, image.info.get("icc_profile"), mode)
    upright.info.clear()  # Some of what stands there would be written into each version.
    return upright


def _size_needed(size: tuple[int, int]) -> tuple[int, int]:
    """Return a size from which all versions can be made, whichever side is up, never more than there is."""
    scale = min(1, WIDTHS[-1] / min(size))
    return round(size[0] * scale), round(size[1] * scale)


def _with_plain_colours(image: Image.Image, mode: str) -> Image.Image:
    """Return a picture whose pixels are colours of 8 bits, neither numbers in a palette nor finer greys."""
    if image.mode.startswith("I;16"):  # Pillow would cut off what is brighter than 255 of 65,535.
        image = image.point(lambda value: value * (1 / 256), "L")
        image.info.pop("transparency", None)
    is_plain = image.mode in {"L", "RGB", "RGBA", "CMYK"} and "transparency" not in image.info
    return image if is_plain else image.convert(mode)


def _to_srgb(image: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode=mode
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # A profile that is damaged, or of another kind of colours than the picture, says nothing.
    return image.convert(mode)
