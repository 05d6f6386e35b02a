"""The three public sets of news with their truth, which the benchmarks of related stories read. It is run by them.

Each is a file of JSON lines, `{id, title, text, label?, story?}`; none of it belongs to the project. Two articles are
related when they share `story` or, where there is none, `label`.
"""

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "related"
SETS = {"ecbplus": "ECB+, by story", "stories_public": "Wikinews events", "bbc": "BBC, by class"}

Article = dict[str, str]


def find_sets() -> list[Path]:
    """Return the files of the sets; where one is missing, say so and end, without an error."""
    files = [FOLDER / f"{name}.jsonl.gz" for name in SETS]
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        print(f"Nothing is measured: {', '.join(missing)} not found in {FOLDER}.")
        sys.exit(0)
    return files


def read_articles(file: Path) -> Iterator[Article]:
    """Yield `{id, title, text}` of every line of a file, packed or not; what is missing is empty."""
    for line in read_lines(file):
        yield {"id": line["id"], "title": line.get("title", ""), "text": line.get("text", "")}


def read_partners(file: Path) -> dict[str, set[str]]:
    """Return, for every article that is related to others, the ids of those."""
    told = {line["id"]: line.get("story") or line.get("label") for line in read_lines(file)}
    together = defaultdict(set)
    for id, key in told.items():
        if key:
            together[key].add(id)
    return {id: together[key] - {id} for id, key in told.items() if len(together.get(key, ())) > 1}


def read_lines(file: Path) -> Iterator[Article]:
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8") as lines
    ):
        for line in lines:
            yield json.loads(line)
