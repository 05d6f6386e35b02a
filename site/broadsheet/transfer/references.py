"""Which files a text shows or links to, and a text whose files lie elsewhere."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from .media.paths import KNOWN

IN_HTML = re.compile(
    r"""(?P<before>\b(?P<name>src|href|poster)=(?P<quote>["']))(?P<address>[^"'<>]+)(?=(?P=quote))"""
)
IN_MARKDOWN = re.compile(r"(?P<before>\]\()(?P<address>[^\s)]+)")
MARKUP = {"html": IN_HTML, "markdown": IN_MARKDOWN, "plain": IN_MARKDOWN}


def list_files(text: str, markup: str) -> Iterator[str]:
    """Yield the addresses of the pictures and downloads in a text; of those on other sites only what the text shows."""
    for found in MARKUP[markup].finditer(text):
        address = unescape(found["address"])
        if is_file(address) and (is_local(address) or found.groupdict().get("name") == "src"):
            yield address


def relocate_files(text: str, markup: str, locate: Callable[[str], str]) -> str:
    """Return a text in which every picture and download has the address that `locate` returns for its own."""

    def replace(found: re.Match[str]) -> str:
        address = unescape(found["address"])
        return found["before"] + escape(locate(address)) if is_file(address) else found.group()

    return MARKUP[markup].sub(replace, text)


def is_file(address: str) -> bool:
    """Whether an address is that of a picture or a download, by the end of its path, and not of a page."""
    try:
        return PurePosixPath(urlsplit(address).path).suffix.lower() in KNOWN
    except ValueError:
        return False


def is_local(address: str) -> bool:
    """Whether an address is a path of the old site."""
    return address.startswith("/") and not address.startswith("//")
