"""The Nu HTML Checker over the HTML of every page, and over the stylesheet: no error is allowed, warnings are told of."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from findings import Finding
from snapshots import Snapshot


def check_html(snapshots: list[Snapshot], stylesheet: Path, jar: Path, report: Path) -> Iterator[Finding]:
    """Yield the checker's messages, and write them to the file `report` as it said them."""
    command = ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", "--also-check-css"]
    files = [*(str(snapshot.file) for snapshot in snapshots), str(stylesheet)]
    said = subprocess.run([*command, *files], check=True, capture_output=True, text=True).stderr
    report.write_text(said, "utf-8")
    for message in json.loads(said)["messages"]:
        name = Path(message.get("url", "")).stem
        place = f"line {message.get('lastLine', '?')}: {message.get('extract', '').strip()}"
        yield Finding("html", name, "", message["message"], [place], message["type"] != "info")
