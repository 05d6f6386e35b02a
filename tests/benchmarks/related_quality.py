"""How well related stories are found, beside other ways, on three public sets of news with their truth.

Run it as `.venv/bin/python tests/benchmarks/related_quality.py [SET...]`; it takes minutes. It reads the sets in
`../shared/data/related`, and fetches scikit-learn and bm25s into a temporary folder by pip. Every article asks for its ten
best of all others; judged are the lists of those that have partners. Precision is the share of five places, so that it
stays low where a story has fewer than six articles. Copies are near-duplicates: a cosine of 0.9 or more of the tuned TF-IDF.
They are counted in all lists; and nDCG is computed a second time with a group of copies as one article, in truth and lists
alike, on longer lists cut to ten afterwards. Each way runs in a process of its own, after its libraries are loaded.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from related_judging import (
    Estimate,
    Partners,
    Values,
    count_copies,
    count_short,
    estimate,
    find_precisions,
    group_copies,
    partners_without_copies,
    rate_lists,
    without_copies,
)
from related_measured import METHODS, run_apart
from related_peers import fetch_peers
from related_sets import SETS, find_sets, read_partners

BESIDE = "TF-IDF, tuned"
Measured = dict[str, Any]


def measure_all(python: Path, file: Path) -> dict[str, Measured]:
    measured = {}
    for name in METHODS:
        print(f"{file.name}: {name} ...", file=sys.stderr, flush=True)
        interpreter = sys.executable if name == "Broadsheet" else python
        measured[name] = run_apart(interpreter, "related_measured.py", name, file)
    return measured


def show(found: Estimate, sign: str = "") -> str:
    return f"{found.mean:{sign}.3f} ({found.low:{sign}.3f} to {found.high:{sign}.3f})"


def print_estimates(what: str, values: dict[str, Values]) -> None:
    """Print a mean for each method, and its difference to the one that it is compared with, article by article."""
    print(f"\n{what:<40}{'mean (95 %)':>26}{f'less {BESIDE} (95 %)':>34}")
    for name, found in values.items():
        beside = "" if name == BESIDE else show(estimate(found - values[BESIDE]), "+")
        print(f"  {name:<38}{show(estimate(found)):>26}{beside:>34}")


def print_quality(measured: dict[str, Measured], partners: Partners, copies: list[list[str]]) -> None:
    print_estimates("nDCG at 10", {name: rate_lists(m["lists"], partners) for name, m in measured.items()})
    precisions = {name: find_precisions(m["lists"], partners) for name, m in measured.items()}
    print_estimates("precision at 5", precisions)
    groups = group_copies(measured[BESIDE]["lists"], copies)
    wanted = partners_without_copies(partners, groups)
    rated = {name: rate_lists(without_copies(m["longer"], groups), wanted) for name, m in measured.items()}
    print_estimates(f"nDCG at 10, copies as one ({len(wanted):,} ask)", rated)


def print_lists(measured: dict[str, Measured], copies: list[list[str]]) -> None:
    print(f"\n{'all lists: in their first five':<40}{'copies of it':>14}{'of each other':>15}", end="")
    print(f"{'fewer than 5':>14}{'index and lists':>17}{'peak memory':>13}")
    for name, found in measured.items():
        of_it, of_each_other = count_copies(found["lists"], copies)
        print(f"  {name:<38}{of_it:>14,}{of_each_other:>15,}{count_short(found['lists']):>14,}", end="")
        print(f"{found['seconds']:>15.1f} s{found['megabytes']:>10.0f} MB")


def report(python: Path, file: Path, title: str) -> None:
    partners = read_partners(file)
    copies = run_apart(python, "related_measured.py", "copies", file)
    measured = measure_all(python, file)
    total = len(measured[BESIDE]["lists"])
    print(
        f"\n== {title}: {total:,} articles, {len(partners):,} of them have partners; {len(copies):,} pairs of copies"
    )
    print_quality(measured, partners, copies)
    print_lists(measured, copies)


def main(*wanted: str) -> None:
    files = find_sets()
    if unknown := set(wanted) - set(SETS):
        sys.exit(f"There is no set {', '.join(sorted(unknown))}; there are {', '.join(SETS)}.")
    with tempfile.TemporaryDirectory() as name:
        python = fetch_peers(Path(name) / "environment")
        for file, (short, title) in zip(files, SETS.items(), strict=True):
            if not wanted or short in wanted:
                report(python, file, title)


if __name__ == "__main__":
    main(*sys.argv[1:])
