"""The headers of the mirror's pages as nginx reads them, and the folder that they belong to.

nginx reads them when it is loaded, the pages when it is asked for one. So what has other headers stands in another folder,
and the file that names the headers names the folder too: pages and headers of two versions never meet.
"""

import hashlib
from pathlib import Path

from .files import SHOWN, write_whole
from .making import Headers

INTRODUCTION = "# Written by `broadsheet mirror`; nginx has to be reloaded when it changes.\n"


def describe_headers(headers: Headers) -> list[str]:
    """Return nginx's directives for headers."""
    return [f"add_header {name} {_quote(value)} always;" for name, value in sorted(headers)]


def describe_types(types: dict[str, str]) -> list[str]:
    """Return nginx's directives for media types by the ending of a name; without an ending there is one type for all."""
    if list(types) == [""]:
        return ["types { }", f"default_type {_quote(types[''])};"]
    return ["types {", *(f"    {_quote(type)} {ending};" for ending, type in sorted(types.items())), "}"]


def name_folder(kind: str, directives: list[str]) -> str:
    """Return the name of the folder whose pages have these headers, such as `pages-1a2b3c4d5e6f`."""
    return f"{kind}-{hashlib.sha256(repr(directives).encode()).hexdigest()[:12]}"


def write_headers(folder: Path, kind: str, directives: list[str]) -> None:
    """Write `pages.conf` or `files.conf`, unless it says so already."""
    root = f"root {_quote(str(folder / SHOWN / name_folder(kind, directives)))};"
    content = "".join([INTRODUCTION, *(f"{line}\n" for line in (root, *directives))]).encode()
    file = folder / f"{kind}.conf"
    if not file.exists() or file.read_bytes() != content:
        write_whole(file, content)


def _quote(value: str) -> str:
    """Return a text as nginx reads one; it knows no way to say `$` but a variable, which no header of ours has."""
    if "$" in value or "\n" in value:
        raise ValueError(f"nginx cannot send the header value {value!r}.")
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
