"""What an import did: counted, and line by line in a file."""

from collections import Counter
from types import TracebackType
from typing import Self, TextIO

# So many articles at once need more memory to be compared than to come in; a server compares them when it starts.
MANY = 10_000
CAME_IN, CHANGED, LEFT_OUT = "came in", "changed", "left out"


class Report:
    """Writes a line for each thing, as it happens, and counts.

    A line is `came in | article | /2023/09/ferry/ | …`: what became of it, what it is, which one, and how or why.
    """

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.counts: Counter[tuple[str, str]] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.out.close()

    def came_in(self, kind: str, which: str, how: str = "") -> None:
        self._write(CAME_IN, kind, which, how)

    def changed(self, kind: str, which: str, how: str) -> None:
        self._write(CHANGED, kind, which, how)

    def left_out(self, kind: str, which: str, why: str) -> None:
        self._write(LEFT_OUT, kind, which, why)

    def known(self, kind: str) -> None:
        """Count what came in before, and needs no line."""
        self.counts["known", kind] += 1

    def count(self, what: str, kind: str) -> int:
        return self.counts[what, kind]

    def _write(self, what: str, kind: str, which: str, why: str) -> None:
        self.counts[what, kind] += 1
        parts = [part for part in (what, kind, which, why) if part]
        self.out.write(" | ".join(make_printable(part) for part in parts) + "\n")


def make_printable(text: str) -> str:
    """Return a text in one line that can do nothing to a terminal: the rest as Python writes it."""
    plain = " ".join(text.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in plain)
