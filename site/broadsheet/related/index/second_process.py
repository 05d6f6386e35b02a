"""A second process finds the neighbours of half of the articles, where there are many and a processor is free for it.

It is a Python of its own, `python -m broadsheet.related.index.second_process`: a fork would copy the locks of a caller's
threads, and `multiprocessing` would run the caller's main module once more. All that it needs and finds goes through pipes,
so that nothing is left behind, and it ends when its caller does.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .blocks import Blocks
from .nearest import Postings, find_nearest
from .neighbours import Neighbours

MANY = 20_000  # Articles; below, starting a process gains little.


def share_nearest(blocks: Blocks, postings: Postings, take: Callable[[], None]) -> Neighbours:
    """Return the neighbours of all articles, in rows; `take` is called once for each."""
    size = len(blocks)
    if size < MANY or (os.cpu_count() or 1) == 1 or "python" not in Path(sys.executable or "").name:
        return find_nearest(blocks, postings, range(size), take)
    mine, others = range(size // 2), range(size // 2, size)
    helper = _start()
    try:
        asked = helper is not None and _ask(helper, blocks, postings, others)
        first = find_nearest(blocks, postings, mine, take)
        second = _hear(helper, len(others)) if helper is not None and asked else None
    finally:
        _end(helper)
    if second is None:
        second = find_nearest(blocks, postings, others, take)
    else:
        for _place in others:
            take()
    return Neighbours(*(np.concatenate(columns) for columns in zip(first, second, strict=True)))


def _start() -> subprocess.Popen[bytes] | None:
    """Start the helper, or return None where that fails; it finds modules where this process does."""
    command = [sys.executable, "-P", "-m", "broadsheet.related.index.second_process"]
    places = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        return subprocess.Popen(  # noqa: S603 -- our own module
            command, env=places, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return None


def _ask(helper: subprocess.Popen[bytes], blocks: Blocks, postings: Postings, places: range) -> bool:
    """Send the work, and say whether the helper took it."""
    assert helper.stdin  # noqa: S101 -- a pipe
    try:
        pickle.dump((blocks, postings, places), helper.stdin, protocol=5)
        helper.stdin.flush()
    except OSError:
        return False
    return True


def _hear(helper: subprocess.Popen[bytes], count: int) -> Neighbours | None:
    """Return what the helper found for so many places, or None where it failed."""
    assert helper.stdout  # noqa: S101 -- a pipe
    try:
        found = pickle.load(helper.stdout)  # noqa: S301 -- from our own process
    except (EOFError, OSError, pickle.UnpicklingError):
        return None
    return found if isinstance(found, Neighbours) and len(found.articles) == count else None


def _end(helper: subprocess.Popen[bytes] | None) -> None:
    """End the helper, whether or not it is done, and close its pipes."""
    if helper is not None:
        helper.kill()
        helper.communicate()


def main() -> None:
    """Find what the caller asks for on standard input."""
    blocks, postings, places = pickle.load(sys.stdin.buffer)  # noqa: S301 -- from our own process
    pickle.dump(find_nearest(blocks, postings, places, lambda: None), sys.stdout.buffer, protocol=5)


if __name__ == "__main__":
    main()
