"""The names of many files, in which one is found by the end of its old address."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile
from pathlib import PurePosixPath
from unicodedata import normalize

from ..items import Unreadable
from .paths import KNOWN, is_plain, read_segments, split_address

MOST_FILES = 1_000_000
MOST_ALIKE = 100
LONGEST = 1_000  # characters of a path; older systems allow 260, and newer ones 4,096 bytes
# What WordPress adds to the name of a picture that it made smaller, turned or edited.
MADE = re.compile(r"(-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{10,16})+(?=\.\w+$)")


def read_name(name: str) -> str:
    """Return the name of a file in a folder or an archive as a plain path; empty if it is none that may come in."""
    path = PurePosixPath(name.replace("\\", "/"))
    is_known = path.suffix.lower() in KNOWN and "__MACOSX" not in path.parts and len(name) <= LONGEST
    return path.as_posix() if is_known and all(is_plain(part) for part in path.parts) else ""


class Names:
    """Names of files, such as `backup/uploads/2013/03/x.jpg`, kept in the order in which they read from their ends."""

    def __init__(self, names: Iterable[str], shelf: str) -> None:
        self.names = sorted(set(islice(names, MOST_FILES + 1)), key=_from_end)
        if len(self.names) > MOST_FILES:
            raise Unreadable(
                f"{shelf} holds more than {MOST_FILES:,} files; give the folder of uploads alone."
            )

    def find(self, address: str) -> str | None:
        """Return the name that has the longest end in common with an address or a path, or None.

        Upper and lower case are alike if nothing else is there, and the original does for what WordPress made of it.
        """
        segments = read_segments(split_address(address))
        if not segments:
            return None
        original = [*segments[:-1], MADE.sub("", segments[-1])]
        return self._find(segments) or (self._find(original) if original != segments else None)

    def _find(self, segments: list[str]) -> str | None:
        wanted = _from_end("/".join(segments))
        at = bisect_left(self.names, wanted, key=_from_end)
        shared = max((_count_shared(name, wanted) for name in self.names[max(at - 1, 0) : at + 1]), default=0)
        if not shared:
            return None
        end = normalize("NFC", "/".join(segments[-shared:]))
        found = [
            name
            for name in islice(self._ending_with(wanted, shared), MOST_ALIKE)
            if not _is_of_other_date(name, segments, shared)
        ]
        found = [name for name in found if normalize("NFC", name).endswith(end)] or found
        if shared == 1 and len(found) > 1:
            return None
        return min(found, key=lambda name: (len(name), name), default=None)

    def _ending_with(self, wanted: str, shared: int) -> Iterator[str]:
        end = "".join(f"{segment}/" for segment in wanted.split("/")[:shared])
        for at in range(bisect_left(self.names, end, key=_from_end), len(self.names)):
            if not _from_end(self.names[at]).startswith(end):
                return
            yield self.names[at]


def _from_end(name: str) -> str:
    """Return the segments of a name from the last to the first, without what tells apart upper and lower case."""
    return "".join(f"{segment}/" for segment in reversed(normalize("NFC", name).casefold().split("/")))


def _count_shared(name: str, wanted: str) -> int:
    pairs = zip(_from_end(name).split("/")[:-1], wanted.split("/"), strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _is_of_other_date(name: str, segments: list[str], shared: int) -> bool:
    """Whether a name lies in the folder of another month or year; cameras give the same names again and again."""
    here, wanted = name.split("/")[-shared - 1 : -shared], segments[-shared - 1 : -shared]
    return bool(here and wanted) and here != wanted and all(part.isdigit() for part in [*here, *wanted])
