"""Which versions the files of the mirror are, so that those which are the same stay as they are."""

import json
import time
from pathlib import Path
from typing import NamedTuple

from .files import write_whole

NAME = "index.json"


class Version(NamedTuple):
    """A version of a page: its tag, and the date of its file in seconds since 1970, which no other version has.

    A web server makes its own tag of the date and the length, so two versions must not share a second.
    """

    tag: str
    second: int


class Versions:
    """The version of each file by its name. The date of a file tells whether it is still the one that is known here."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / NAME
        self.known = _read(self.file)
        self.is_stored = True

    def find(self, name: str, tag: str) -> Version | None:
        """Return a file's version if it has this tag."""
        version = self.known.get(name)
        return version if version and version.tag == tag else None

    def add(self, name: str, tag: str) -> Version:
        """Give a file a new version, later than its last."""
        last = self.known.get(name)
        version = Version(tag, max(int(time.time()), last.second + 1 if last else 0))
        self.known[name], self.is_stored = version, False
        return version

    def forget(self, name: str) -> None:
        self.is_stored = self.known.pop(name, None) is None and self.is_stored

    def store(self) -> None:
        if not self.is_stored:
            write_whole(self.file, json.dumps(self.known).encode())
            self.is_stored = True


def _read(file: Path) -> dict[str, Version]:
    """Return what is in the index; nothing where it is missing or damaged."""
    try:
        found = json.loads(file.read_text("utf-8"))
        return {name: Version(str(tag), int(second)) for name, (tag, second) in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
