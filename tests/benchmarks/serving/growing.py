"""What a read costs as threads and archives grow: the processor's time for each request, with and without the page cache."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from answers import fetch
from archives import make_archive
from broadsheets import serve
from load import Subject, measure
from threads import open_threads

CONNECTIONS = 4  # Enough to keep a worker busy; where a page takes long, many would only wait.
ASKED = 50  # So many articles of an archive are asked for in turn.


@dataclass(frozen=True)
class Growth:
    """What is measured of one size, and how many comments its first page shows."""

    size: int
    shown: int
    uncached: Subject
    cached: Subject


def measure_threads(folder: Path, sizes: Sequence[int], rounds: int, seconds: int) -> list[Growth]:
    """Measure the first page of threads of these sizes, each with as many comments on it, so that only the size differs."""
    data = folder / "threads"
    paths = open_threads(data, sizes)
    found: dict[bool, list[Subject]] = {}
    for cached in (False, True):
        with serve(data, cached, COMMENTS_PAGE_LENGTH="1") as server:
            pages = {size: server.site + path for size, path in paths.items()}
            found[cached] = [
                Subject(f"{size} comments", server.process, page, connections=CONNECTIONS)
                for size, page in pages.items()
            ]
            shown = [fetch(page).text.count('<article class="comment') for page in pages.values()]
            measure(found[cached], rounds, seconds)
    return list(map(Growth, sizes, shown, found[False], found[True]))


def open_archives(folder: Path, sizes: Sequence[int]) -> dict[int, list[str]]:
    """Make an archive of each size, under its number in the folder; return the addresses in each."""
    addresses = {}
    for size in sizes:
        tell(f"an archive of {size:,} articles is made")
        addresses[size] = make_archive(folder / str(size), size)
    return addresses


def measure_archives(
    folder: Path, addresses: dict[int, list[str]], rounds: int, seconds: int
) -> list[Growth]:
    """Measure articles from all over each archive in the folder."""
    found: dict[bool, list[Subject]] = {}
    for cached in (False, True):
        with ExitStack() as stack:
            found[cached] = []
            for size, paths in addresses.items():
                server = stack.enter_context(serve(folder / str(size), cached))
                asked = write_paths(folder / f"{size}.paths", paths, ASKED)
                subject = Subject(f"{size} articles", server.process, server.site, paths=asked)
                subject.connections = CONNECTIONS
                found[cached].append(subject)
            measure(found[cached], rounds, seconds)
    return list(map(Growth, addresses, [0] * len(addresses), found[False], found[True]))


def write_paths(file: Path, paths: Sequence[str], count: int) -> Path:
    """Write so many addresses, evenly out of all, for wrk to ask for in turn."""
    chosen = paths[:: max(1, len(paths) // count)][:count]
    file.write_text("".join(f"{path}\n" for path in chosen), "utf-8")
    return file


def tell(what: str) -> None:
    print(f"{what} ...".capitalize(), file=sys.stderr, flush=True)
