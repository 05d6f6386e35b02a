"""How far long work is, shown on standard error where somebody looks at it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def show_progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Open a bar for so many steps, and give what is told of steps."""
    hidden = not sys.stderr.isatty() or not length
    with click.progressbar(
        length=max(length, 1), label=f"{label:<16}", file=sys.stderr, hidden=hidden
    ) as bar:
        yield bar.update
