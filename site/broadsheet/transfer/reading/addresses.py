"""Addresses as an old site had them."""

from urllib.parse import urlsplit


def read_address(link: str) -> str:
    """Return path and query of a link as it has them; empty for what is no address of a web page."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"", "http", "https"} or not (parts.netloc or parts.path.startswith("/")):
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def host_of(link: str) -> str:
    """Return the host of a link, or an empty text."""
    try:
        return urlsplit(link.strip()).netloc.lower()
    except ValueError:
        return ""


def make_local(address: str, host: str) -> str:
    """Return the path of an address on a host; an address elsewhere stays as it is."""
    return read_address(address) if host and host_of(address) == host else address
