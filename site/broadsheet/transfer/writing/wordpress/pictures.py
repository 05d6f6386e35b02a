"""The pictures of an article, and other files that it links to: which they are, and what is said of them."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from ....articles.models import Article
from ....articles.pictures.finding import SUFFIXES, PictureError, locate
from ....articles.pictures.versions import NAME
from ...media.paths import KNOWN

VERSION = re.compile(rf"(/media/.+)/{NAME}")
MEDIA, UPLOADS = "/media/", "wp-content/uploads/"


@dataclass(frozen=True)
class Shown:
    """A picture by its address on the site, which is percent-encoded, as an article shows it."""

    address: str
    alt: str = ""
    caption: str = ""
    credit: str = ""

    @property
    def stem(self) -> str:
        return PurePosixPath(unquote(self.address)).stem


def list_pictures(article: Article) -> dict[str, Shown]:
    """Return by its address each picture that stands at the head of an article, or by itself in its text."""
    blocks = [block["picture"] for block in article.blocks if "picture" in block]
    found: dict[str, Shown] = {}
    for picture in [article.picture, *blocks]:
        if picture:
            found.setdefault(picture["address"], _describe(picture))
    return found


def find_original(address: str) -> str:
    """Return the address of the picture that an address within a text shows a version of."""
    version = VERSION.fullmatch(address)
    is_picture = version and PurePosixPath(version[1]).suffix.lower() in SUFFIXES
    return version[1] if version and is_picture else address


def find_file(root: Path, address: str) -> str:
    """Return where the site serves the file that a link leads to; empty where it leads elsewhere, or to no file."""
    path = address.partition("?")[0].partition("#")[0]
    if not path.startswith("/") or PurePosixPath(path).suffix.lower() not in KNOWN:
        return ""
    try:
        name = locate(root, root, unquote(f"/{path.removeprefix(MEDIA)}"))
    except PictureError:
        return ""
    is_served = (root / name).is_file() and not any(
        part.startswith(".") for part in PurePosixPath(name).parts
    )
    return MEDIA + quote(name) if is_served else ""


def name_upload(address: str, moment: datetime) -> str:
    """Return the name below WordPress' folder of uploads: the former one, if it came from there, else one in a month's."""
    name = unquote(address.removeprefix(MEDIA))
    former = name.removeprefix(UPLOADS)
    return former if former != name else f"{moment:%Y/%m}/{PurePosixPath(name).name}"


def _describe(picture: dict[str, Any]) -> Shown:
    return Shown(picture["address"], *(picture.get(key) or "" for key in ("alt", "caption", "credit")))
