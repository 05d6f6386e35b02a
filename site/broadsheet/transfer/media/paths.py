"""Where a file of the old site lies below the folder of articles: under its old path, as far as a file can have it."""

import hashlib
from pathlib import PurePosixPath
from unicodedata import normalize
from urllib.parse import SplitResult, parse_qsl, unquote_to_bytes, urlsplit

from ...articles.pictures.downloads import TYPES
from ...articles.pictures.finding import SUFFIXES

KNOWN = SUFFIXES | TYPES.keys()
LONGEST_NAME = 180  # bytes; file systems hold 255, and versions of pictures add to it
LONGEST_PATH = 900  # bytes
LONGEST_STEM = 150
DIGITS = 10
# In these, WordPress and its relatives say how large a picture is wanted; without them it comes as large as it is.
SIZES = {"w", "h", "fit", "resize", "crop", "quality", "strip", "ssl", "zoom", "width", "height"}


def place_of(address: str, host: str = "") -> str:
    """Return the path below the folder of articles for an address of the old site, whole or from its path on.

    `/wp-content/uploads/2013/03/x.jpg` lies at `wp-content/uploads/2013/03/x.jpg`, and so does the same with `https://HOST`
    before it. What comes from another host lies in a folder that is named after it. The path ends with a suffix that
    pictures or downloads have. It follows from the address alone; where it cannot be the old one, some digits make sure
    that no two addresses share one.
    """
    url = split_address(drop_size(address))
    folder = [] if _is_same_site(url, host) else [url.netloc.rpartition("@")[2].lower()]
    wanted = [*folder, *read_segments(url)] or ["-"]
    stem, suffix = _split_suffix(wanted[-1])
    folders, stem = [_make_safe(segment) for segment in wanted[:-1]], _make_safe(stem, LONGEST_STEM)
    if len("/".join(folders).encode()) > LONGEST_PATH:
        folders = ["long"]
    if [*folders, stem + suffix] != wanted or url.query:
        stem += "-" + hashlib.sha256("\0".join([*wanted, "?", url.query]).encode()).hexdigest()[:DIGITS]
    return "/".join([*folders, stem + suffix])


def drop_size(address: str) -> str:
    """Return the address of a picture without what it says of its size, so that all sizes are one picture."""
    url = split_address(address)
    asked = {key for key, _value in parse_qsl(url.query, keep_blank_values=True)}
    is_picture = PurePosixPath(url.path).suffix.lower() in SUFFIXES
    return address.partition("?")[0] if asked and is_picture and asked <= SIZES else address


def split_address(address: str) -> SplitResult:
    """Split an address; what is none is taken for a path."""
    address = address.strip().encode("utf-8", "replace").decode()
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")


def read_segments(url: SplitResult) -> list[str]:
    """Return the segments of the path of an address, decoded, `.` and `..` followed as browsers do (RFC 3986, 5.2.4)."""
    segments: list[str] = []
    for raw in url.path.split("/"):
        segment = _decode(unquote_to_bytes(raw))
        if segment == "..":
            segments = segments[:-1]
        elif segment not in {"", "."}:
            segments.append(segment)
    return segments


def is_plain(segment: str) -> bool:
    """Whether a segment of a path can be the name of a file that is not hidden, and leads nowhere else."""
    return segment.isprintable() and not segment.startswith(".") and not {"/", "\\"} & set(segment)


def _decode(segment: bytes) -> str:
    try:
        return normalize("NFC", segment.decode())
    except UnicodeDecodeError:
        return segment.decode("latin-1")


def _make_safe(segment: str, most: int = LONGEST_NAME) -> str:
    shown = "".join(char if is_plain(f"-{char}") else "-" for char in segment)
    return (shown.lstrip(".") or "-").encode()[:most].decode(errors="ignore")


def _split_suffix(name: str) -> tuple[str, str]:
    """Return a name and its suffix; what has none that is known is taken for a picture, as they have it most often."""
    suffix = PurePosixPath(name).suffix
    return (name.removesuffix(suffix), suffix) if suffix.lower() in KNOWN else (name, ".jpg")


def _is_same_site(url: SplitResult, host: str) -> bool:
    return not url.netloc or url.netloc.lower().removeprefix("www.") == host.lower().removeprefix("www.")
