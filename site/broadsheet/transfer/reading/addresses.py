"""Addresses as an old site had them."""

from urllib.parse import unquote, urlsplit


def read_address(link: str) -> str:
    """Return path and query of a link, not percent-encoded; empty for what is no address of a web page."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"", "http", "https"} or not (parts.netloc or parts.path.startswith("/")):
        return ""
    return (unquote(parts.path) or "/") + (f"?{parts.query}" if parts.query else "")
