"""How fast pages are served, beside peers in the same run: `make bench-serve`. It writes docs/performance.md.

`--quick` measures for a few minutes, on small archives, and only prints what it found. wrk and nginx are Debian's
packages; Isso is fetched into a temporary folder by pip.
"""

import argparse
import shutil
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from comparing import open_subjects
from footprint import measure_memory, measure_start
from growing import measure_archives, measure_threads, open_archives
from load import measure
from machine import describe_machine
from report import Found, write_page

PAGE = Path(__file__).parents[3] / "docs" / "performance.md"
NEEDED = ("wrk", "nginx")


@dataclass(frozen=True)
class Extent:
    """How much is measured: rounds and their seconds, of the comparison and of each size, and the sizes."""

    rounds: int = 5
    seconds: int = 3
    growth_rounds: int = 3
    growth_seconds: int = 2
    threads: tuple[int, ...] = (10, 100, 1_000, 10_000)
    archives: tuple[int, ...] = (100, 1_000, 10_000, 100_000)
    footprint: int = 10_000
    starts: int = 5


QUICK = Extent(2, 2, 1, 2, threads=(10, 1_000), archives=(100, 1_000), footprint=1_000, starts=2)


def measure_all(folder: Path, extent: Extent) -> Found:
    """Measure everything on servers whose data is in the folder."""
    with ExitStack() as stack:
        subjects = open_subjects(stack, folder)
        measure(list(subjects.values()), extent.rounds, extent.seconds)
    turns = extent.growth_rounds, extent.growth_seconds
    threads = measure_threads(folder, extent.threads, *turns)
    addresses = open_archives(folder, extent.archives)
    archives = measure_archives(folder, addresses, *turns)
    data, paths = folder / str(extent.footprint), addresses[extent.footprint]
    memory = measure_memory(data, paths)
    start = measure_start(data, paths[0], extent.starts)
    return Found(subjects, threads, archives, extent.footprint, memory, start, extent.rounds, extent.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how fast pages are served.")
    parser.add_argument("--quick", action="store_true", help="measure little, and write no page")
    quick = parser.parse_args().quick
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        sys.exit(f"{' and '.join(missing)} not found. On Debian and Ubuntu: apt install {' '.join(missing)}")
    with tempfile.TemporaryDirectory() as name:
        page = write_page(measure_all(Path(name), QUICK if quick else Extent()), describe_machine())
    print(page)
    if not quick:
        PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
