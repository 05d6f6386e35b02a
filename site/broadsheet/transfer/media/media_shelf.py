"""What the shelves have in common, on which files lie beside an export: one is found by the end of its old address."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from .names import Names

LARGEST = 50_000_000  # bytes
MISSING = "it is not there"
DAMAGED = "it is damaged"
TOO_LARGE = f"it is larger than {LARGEST // 1_000_000} MB"


class MediaShelf(ABC):
    """The files of a folder or an archive, and their names."""

    def __init__(self, place: Path, names: Iterable[str]) -> None:
        self.place = place
        self.names = Names(names, place.name)

    def find(self, address: str) -> str | None:
        """Return the name of a file on the shelf, for an address of the old site or its path; None if it is not there."""
        return self.names.find(address)

    def copy_wanted(self, wanted: Iterable[str], take: Callable[[str, bytes], None]) -> dict[str, str]:
        """Give `take` each wanted address and its bytes, in any order. Return those that are left: address → why.

        An archive is gone through once, however many are wanted, and one file is in memory at a time.
        """
        left: dict[str, str] = {}
        addresses: dict[str, list[str]] = {}
        for address in dict.fromkeys(wanted):
            name = self.find(address)
            if name is None:
                left[address] = MISSING
            else:
                addresses.setdefault(name, []).append(address)
        for name, content in self.read_each(set(addresses)):
            for address in addresses.pop(name):
                if isinstance(content, str):
                    left[address] = content
                else:
                    take(address, content)
        return left | {address: MISSING for rest in addresses.values() for address in rest}

    @abstractmethod
    def read_each(self, names: set[str]) -> Iterator[tuple[str, bytes | str]]:
        """Yield each of the names once, with its bytes or half a sentence that says why they cannot be had."""


def read_whole(stream: IO[bytes]) -> bytes | str:
    """Return what a stream holds, read no further than a file may be large, or why not."""
    content = stream.read(LARGEST + 1)
    return content if len(content) <= LARGEST else TOO_LARGE
