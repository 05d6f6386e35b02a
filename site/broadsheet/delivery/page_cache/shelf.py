"""The pages that are kept, within so much memory: what was not asked for again goes first, and what changed goes at once."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Protocol

Key = tuple[Any, ...]


class Item(Protocol):
    """What is kept: a page, or a part of one. `used`: somebody asked for it again; `size` is in bytes."""

    key: Key
    names: frozenset[str]
    used: bool

    @property
    def size(self) -> int:
        pass


class Shelf:
    """Pages, and parts of them, by their key, and their keys by the names whose change ends them.

    To find a page takes no lock. When there is no room, the oldest goes, unless it was used: then it gets a second turn.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most = most_bytes
        self.entries: dict[Key, Any] = {}
        self.sizes: dict[Key, int] = {}
        self.keys: defaultdict[str, set[Key]] = defaultdict(set)
        self.held = 0
        self.lock = threading.Lock()

    def takes(self, entry: Item) -> bool:
        """Whether a page is worth its room; one that would take an eighth of all is not."""
        return entry.size <= self.most // 8

    def put(self, entry: Item, is_current: Callable[[], bool]) -> None:
        """Keep a page that is current still; that is asked here, where no change can come between answer and keeping."""
        with self.lock:
            if not is_current():
                return
            self._drop(entry.key)
            self.entries[entry.key] = entry
            for name in entry.names:
                self.keys[name].add(entry.key)
            self._weigh(entry)
            self._make_room()

    def weigh(self, entry: Item) -> None:
        """Take note that a page has grown by another coding."""
        with self.lock:
            if self.entries.get(entry.key) is entry:
                self._weigh(entry)
                self._make_room()

    def drop(self, names: Iterable[str]) -> None:
        """Forget all pages that one of these names ends."""
        with self.lock:
            for key in {key for name in names for key in self.keys.get(name, ())}:
                self._drop(key)

    def clear(self) -> None:
        with self.lock:
            for key in list(self.entries):
                self._drop(key)

    def _weigh(self, entry: Item) -> None:
        self.held += entry.size - self.sizes.get(entry.key, 0)
        self.sizes[entry.key] = entry.size

    def _make_room(self) -> None:
        while self.held > self.most:
            key, oldest = next(iter(self.entries.items()))
            if oldest.used:
                oldest.used = False
                self.entries[key] = self.entries.pop(key)
            else:
                self._drop(key)

    def _drop(self, key: Key) -> None:
        entry = self.entries.pop(key, None)
        if entry is None:
            return
        self.held -= self.sizes.pop(key)
        for name in entry.names:
            self.keys[name].discard(key)
            if not self.keys[name]:
                del self.keys[name]
