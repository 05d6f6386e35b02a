"""One way to find related stories, on an archive, in a process of its own. `related_archive.py` runs it.

`related_archive_measured.py METHOD FOLDER` indexes `archive.jsonl` of the folder and prints, as JSON: the seconds
of the index and of all lists, the peak memory in MB, the size of what it wrote in MB, the ms from opening that again
to the first list, and for each article of `added.jsonl` the ms to add it and find its ten best.
"""

import json
import shutil
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

from progress import told
from related_measured import LIMIT, Ours, peak_megabytes
from related_peers import Fts5, TunedTfidf
from related_sets import read_lines

KEPT = {"Broadsheet": Ours, "SQLite FTS5": Fts5}


def measure(name: str, folder: Path) -> dict[str, Any]:
    kept = folder / "kept"
    kept.mkdir()
    method = KEPT[name](kept / "index") if name in KEPT else TunedTfidf()
    found: dict[str, Any] = measure_building(name, method, folder)
    if name in KEPT:
        method.close()
        found["file"] = sum(file.stat().st_size for file in kept.rglob("*") if file.is_file()) / 1e6
        found |= measure_growing(name, folder)
    shutil.rmtree(kept)
    return found


def measure_building(name: str, method: Any, folder: Path) -> dict[str, float]:
    begin = time.perf_counter()
    method.add_many(told(read_lines(folder / "archive.jsonl"), f"{name}, articles read"))
    found = {"index": time.perf_counter() - begin}
    if (
        name != "SQLite FTS5"
    ):  # It would need more than an hour for the largest, and is asked when a list is shown.
        deque(told(method.list_all(LIMIT), f"{name}, lists"), maxlen=0)
        found["lists"] = time.perf_counter() - begin - found["index"]
    return found | {"memory": peak_megabytes()}


def measure_growing(name: str, folder: Path) -> dict[str, Any]:
    """Open the index again and add to it, one article after the other, each with its list."""
    articles = list(read_lines(folder / "added.jsonl"))
    begin = time.perf_counter()
    method = KEPT[name](folder / "kept" / "index")
    method.related("article-0000000", LIMIT)
    opening = (time.perf_counter() - begin) * 1e3
    took = []
    for article in told(articles, f"{name}, articles added"):
        begin = time.perf_counter()
        method.add(article)
        method.related(article["id"], LIMIT)
        took.append((time.perf_counter() - begin) * 1e3)
    method.close()
    return {"opening": opening, "adding": took}


if __name__ == "__main__" and sys.argv[1:]:
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
