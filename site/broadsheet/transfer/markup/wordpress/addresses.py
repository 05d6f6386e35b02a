"""Addresses of the old site: paths from now on, and of pictures the original instead of a smaller version."""

import re
from collections.abc import Collection
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

ENTRANCE = re.compile(r"(^|/)wp-(login\.php|admin)(/|$)")
PICTURE = re.compile(r"\.(jpe?g|png|gif|webp|avif|bmp|heic|tiff?)$", re.IGNORECASE)
SMALLER = re.compile(
    r"(?:-\d{1,5}x\d{1,5}(?:@2x)?|-scaled|-rotated)(?=\.(?:jpe?g|png|gif|webp|avif|bmp|heic)$)", re.IGNORECASE
)
EDITED = re.compile(r"-e\d{10,13}$")
# Photon, the picture service of WordPress.com: the old host stands in the path.
PHOTON = re.compile(r"i\d\.wp\.com")
FILES = ".files.wordpress.com"


def make_path(address: str, hosts: Collection[str]) -> str:
    """Return the path, query and fragment of an address of the site; any other, and the way to the desk, as it is."""
    parts = split(address)
    if parts is None or not _is_at(parts, hosts) or ENTRANCE.search(parts.path):
        return address
    return urlunsplit(("", "", _only_path(parts.path), parts.query, parts.fragment))


def find_original(address: str, hosts: Collection[str]) -> str:
    """Return the path of the full-size picture, if it is the site's own; else the address as it is."""
    path = find_own_path(address, hosts)
    return SMALLER.sub("", path) if path else address


def find_own_path(address: str, hosts: Collection[str]) -> str:
    """Return the path of a picture as it is, if it is the site's own; else nothing."""
    parts = split(address)
    if parts is None:
        return ""
    host, path = _see_through_services(parts, hosts)
    own = host in hosts or (not parts.netloc and not parts.scheme and path.startswith("/"))
    return _only_path(path) if own else ""


def name_of(address: str) -> str:
    """Return what all versions of a picture have in common: the file's name without size and ending."""
    parts = split(address)
    name = unquote(parts.path if parts else address).rpartition("/")[2]
    return EDITED.sub("", PICTURE.sub("", SMALLER.sub("", name))).lower()


def is_picture(address: str) -> bool:
    parts = split(address)
    return parts is not None and PICTURE.search(parts.path) is not None


def split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_at(parts: SplitResult, hosts: Collection[str]) -> bool:
    return (
        parts.scheme in {"http", "https", ""} and "@" not in parts.netloc and (parts.hostname or "") in hosts
    )


def _see_through_services(parts: SplitResult, hosts: Collection[str]) -> tuple[str, str]:
    host, path = (parts.hostname or ""), parts.path
    if parts.scheme not in {"http", "https", ""} or "@" in parts.netloc:
        return "", ""
    if PHOTON.fullmatch(host):
        host, _, path = path.lstrip("/").partition("/")
        host = host.lower()
    if host.endswith(FILES) and f"{host.removesuffix(FILES)}.wordpress.com" in hosts:
        host = f"{host.removesuffix(FILES)}.wordpress.com"
    return host, path


def _only_path(path: str) -> str:
    """Return a path that no browser takes for another host, as it would take what begins with two slashes."""
    return "/" + path.lstrip("/\\")
