"""The programs that judge the pages, from npm, in a folder that git ignores."""

import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "audit"
KEPT = FOLDER / "tools"
# The next major version of Lighthouse needs a newer Node than Debian's stable release has.
PACKAGES = ("lighthouse@12.8.2", "axe-core@4.14.1", "vnu-jar@26.9.27")
NEEDED = {"npm": "npm", "node": "nodejs", "java": "default-jre-headless"}


class CannotAudit(Exception):
    """Something is missing; the message says what to do."""


def fetch_tools() -> Path:
    """Return the folder with the packages, fetched if it has not exactly these. Raises `CannotAudit`."""
    for program, package in NEEDED.items():
        if shutil.which(program) is None:
            raise CannotAudit(f"The audit needs {program}. On Debian and Ubuntu: apt install {package}")
    stamp, wanted = KEPT / "fetched", "\n".join(PACKAGES)
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        shutil.rmtree(KEPT, ignore_errors=True)
        KEPT.mkdir(parents=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]
        try:
            subprocess.run([*command, str(KEPT), *PACKAGES], check=True)
        except subprocess.CalledProcessError as error:
            raise CannotAudit(f"npm could not fetch {', '.join(PACKAGES)}; try again later.") from error
        stamp.write_text(wanted, "utf-8")
    return KEPT / "node_modules"
