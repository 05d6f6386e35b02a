"""Measure what can be measured about the pages: `make audit`.

It serves the demo newsroom, looks at every kind of page, and keeps what the tools say in audit/report.
The exit status is 1 when a demand is missed, and 2 when the audit cannot be made.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from accessibility import run_axe
from findings import Finding
from lighthouse import run_lighthouse
from markup import check_html
from newsroom import running_newsroom
from preparing import SETTINGS, prepare
from snapshots import take_snapshots
from summary import print_findings, print_scores
from tools import FOLDER, CannotAudit, fetch_tools
from visitor import Visitor

REPORT = FOLDER / "report"


@contextmanager
def timed(what: str) -> Iterator[None]:
    begin = time.monotonic()
    print(f"{what} …", end=" ", flush=True)
    yield
    print(f"{time.monotonic() - begin:.0f} s", flush=True)


def audit(tools: Path, folder: Path) -> list[Finding]:
    """Do all of it on a newsroom in the folder, and return what was found."""
    with (REPORT / "server.log").open("w") as log, running_newsroom(folder, log, **SETTINGS) as site:
        with timed("Pages"):
            snapshots = list(take_snapshots(prepare(site, folder / "data"), REPORT / "pages"))
            stylesheet = REPORT / "site.css"
            stylesheet.write_bytes(Visitor(site).get("/assets/site.css").body)
        with timed("Lighthouse"):
            measured = list(run_lighthouse(site, tools, REPORT / "lighthouse"))
        with timed("HTML checker"):
            jar = tools / "vnu-jar" / "build" / "dist" / "vnu.jar"
            html = list(check_html(snapshots, stylesheet, jar, REPORT / "html.json"))
        with timed("axe"):
            axe = list(run_axe(snapshots, tools / "axe-core" / "axe.min.js"))
    (REPORT / "axe.json").write_text(json.dumps([asdict(found) for found in axe], indent=2), "utf-8")
    print_scores(measured)
    kinds = len({snapshot.kind for snapshot in snapshots})
    print(
        f"\n{kinds} kinds of pages, {len(snapshots)} with the notice open or answered, looked at in nine ways."
    )
    return [fault for _, _, faults in measured for fault in faults] + html + axe


def main() -> int:
    shutil.rmtree(REPORT, ignore_errors=True)
    REPORT.mkdir(parents=True)
    try:
        with timed("Tools"):
            tools = fetch_tools()
        with tempfile.TemporaryDirectory() as name:
            found = audit(tools, Path(name))
    except CannotAudit as problem:
        print(problem, file=sys.stderr)
        return 2
    print_findings(found)
    missed = sum(finding.demanded for finding in found)
    print(
        f"\n{f'{missed} demands are missed' if missed else 'Every demand is met'}. The reports are in {REPORT}."
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
