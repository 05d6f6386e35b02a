"""What related stories cost an archive of 1,000, 10,000 and 100,000 articles, beside other ways.

Run it as `.venv/bin/python tests/benchmarks/related_archive.py [SIZE...] [--peers]`; `archive.py` says what it indexes. It
fetches scikit-learn into a temporary folder by pip; from 100,000 articles on, that takes part only with `--peers`, for
the many minutes that it needs. Each way runs in a process of its own: it builds the index and the lists of ten of all
articles, Broadsheet's and SQLite's index in a file; then the file is opened again, and 300 articles are added one by one,
each with its list. Adding is durable for both. scikit-learn has no file, and begins anew for each article.
The peak memory is that of the process, Python and libraries included.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import Any

from archive import make_archive, read_sources
from progress import told
from related_measured import run_apart
from related_peers import fetch_peers

SIZES = (1_000, 10_000, 100_000)
ADDED = 300
SMALLEST = 100  # Below, there is nothing to compare.
LONG = 100_000  # From so many articles on, comparing every pair takes minutes.
PEERS = ("TF-IDF, tuned", "SQLite FTS5")


def write_archive(folder: Path, sources: list[dict[str, str]], size: int) -> None:
    """Write an archive, and apart the articles that come after it."""
    articles = told(make_archive(sources, size + ADDED), "archive, articles made")
    write_lines(folder / "archive.jsonl", islice(articles, size))
    write_lines(folder / "added.jsonl", articles)


def write_lines(file: Path, articles: Iterable[dict[str, Any]]) -> None:
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)


def print_head() -> None:
    print(f"{'':<32}{'build, s':^30}{'peak':>9}{'file':>9}{'opened':>10}{'one added, with its list, ms':^36}")
    print(
        f"{'articles':>10}  {'method':<20}{'index':>10}{'lists':>10}{'both':>10}{'MB':>9}{'MB':>9}{'ms':>10}",
        end="",
    )
    print(f"{'median':>9}{'95 %':>9}{'99 %':>9}{'largest':>9}")


def print_row(size: int, name: str, found: dict[str, Any]) -> None:
    """Print the measures of one way; what it does not do has a dash."""
    both = found["index"] + found["lists"] if "lists" in found else None
    row = [show(value) for value in (found["index"], found.get("lists"), both)]
    row += [f"{found['memory']:,.0f}", show(found.get("file")), show(found.get("opening"))]
    print(f"{size:>10,}  {name:<20}", end="")
    print(
        "".join(f"{value:>{width}}" for value, width in zip(row, (10, 10, 10, 9, 9, 10), strict=True)), end=""
    )
    print("".join(f"{value:>9}" for value in show_adding(found.get("adding"))), flush=True)


def show(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}"


def show_adding(took: list[float] | None) -> list[str]:
    if not took:
        return ["–"] * 4
    parts = quantiles(took, n=100, method="inclusive")
    return [show(value) for value in (parts[49], parts[94], parts[98], max(took))]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure related stories on archives.")
    parser.add_argument("sizes", metavar="SIZE", type=int, nargs="*", default=SIZES)
    parser.add_argument(
        "--peers", action="store_true", help="let scikit-learn take part however long it takes"
    )
    wanted = parser.parse_args()
    if min(wanted.sizes) < SMALLEST:
        parser.error(f"An archive here has at least {SMALLEST} articles.")
    sources = read_sources()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = fetch_peers(folder / "environment")
        print_head()
        for size in wanted.sizes:
            write_archive(folder, sources, size)
            print_row(size, "Broadsheet", measure(sys.executable, "Broadsheet", folder))
            for peer in PEERS:
                if size < LONG or wanted.peers or peer == "SQLite FTS5":
                    print_row(size, peer, measure(python, peer, folder))


def measure(python: str | Path, method: str, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = run_apart(python, "related_archive_measured.py", method, folder)
    return found


if __name__ == "__main__":
    main()
