"""Lighthouse in a Chromium of its own: 100 in every category, on the front page and an article."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from findings import Finding
from preparing import STORY

from broadsheet.consent.watching.audit import QUIET, find_chromium

PAGES = {"front": "/", "article": STORY}
PRESETS = {"mobile": [], "desktop": ["--preset=desktop"]}
FLAGS = " ".join(["--headless=new", "--no-sandbox", *QUIET])
# A busy machine is slow for a moment, and a trace may get lost. What the site is capable of, the best of three shows.
RUNS = 3
PERFORMANCE = "performance"

Scores = dict[str, float]


def run_lighthouse(site: str, tools: Path, folder: Path) -> Iterator[tuple[str, Scores, list[Finding]]]:
    """Yield the name of a page and preset, its scores (0 to 100) and what kept them from 100.

    The reports go to the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for kind, address in PAGES.items():
        for preset, wishes in PRESETS.items():
            best: dict[str, Any] | None = None
            for _ in range(RUNS):
                found = measure(f"{site}{address}", wishes, tools, folder / f"{kind}-{preset}")
                if found and (
                    best is None or read_scores(found)[PERFORMANCE] > read_scores(best)[PERFORMANCE]
                ):
                    best = found
                if best and read_scores(best)[PERFORMANCE] == 100:
                    break
            if best is None:
                lost = Finding(
                    "lighthouse", kind, preset, f"Lighthouse could not measure the page in {RUNS} runs"
                )
                yield f"{kind}, {preset}", {}, [lost]
            else:
                yield f"{kind}, {preset}", read_scores(best), list(find_faults(best, kind, preset))


def measure(address: str, wishes: list[str], tools: Path, file: Path) -> dict[str, Any] | None:
    """Run Lighthouse once; None if it could not measure, which it says with a status of its own."""
    command = [str(tools / ".bin" / "lighthouse"), address, "--quiet", f"--chrome-flags={FLAGS}", *wishes]
    outputs = ["--output=json", "--output=html", f"--output-path={file}"]
    environment = os.environ | {"CHROME_PATH": find_chromium() or ""}
    run = subprocess.run([*command, *outputs], env=environment, capture_output=True, check=False)
    if run.returncode:
        return None
    result: dict[str, Any] = json.loads(file.with_name(f"{file.name}.report.json").read_text("utf-8"))
    return result


def read_scores(result: dict[str, Any]) -> Scores:
    return {name: round(100 * (category["score"] or 0)) for name, category in result["categories"].items()}


def find_faults(result: dict[str, Any], kind: str, preset: str) -> Iterator[Finding]:
    """Yield the audits that cost points: all that have weight and are not perfect, in categories below 100."""
    for name, category in result["categories"].items():
        if round(100 * (category["score"] or 0)) == 100:
            continue
        for part in category["auditRefs"]:
            audit = result["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                says = f"{audit['title']} {audit.get('displayValue', '')}".strip()
                yield Finding(part["id"], kind, f"{preset}, {name}", says, list_places(audit))


def list_places(audit: dict[str, Any]) -> list[str]:
    items = audit.get("details", {}).get("items", [])
    return [item["node"]["selector"] for item in items if "node" in item]
