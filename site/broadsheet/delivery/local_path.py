"""Where to go back to after a form: always a path of this site, never an address elsewhere."""

from urllib.parse import urlsplit


def local_path(wanted: str) -> str:
    """Return `wanted` if it is a plain path of this site, else the front page.

    Browsers read `\\` as `/` and drop control characters, so `/\\evil` and `/<tab>/evil` would lead away.
    """
    plain = wanted.startswith("/") and not wanted.startswith("//")
    plain = plain and "\\" not in wanted and all(character > " " for character in wanted)
    if not plain:
        return "/"
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else "/"
