"""A sign of life on long work, on standard error. The benchmarks of related stories use it."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

EVERY_SECONDS = 5

Item = TypeVar("Item")


def told(items: Iterable[Item], what: str) -> Iterator[Item]:
    """Yield the items, and say every few seconds how many have passed."""
    due = time.monotonic() + EVERY_SECONDS
    for number, item in enumerate(items):
        if time.monotonic() >= due:
            print(f"{what}: {number:,} ...", file=sys.stderr, flush=True)
            due = time.monotonic() + EVERY_SECONDS
        yield item
