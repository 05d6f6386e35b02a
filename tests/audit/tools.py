"""The programs that judge the pages, from npm, in a folder that git ignores."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "audit"
VERSIONS = {"lighthouse": "13.5.0", "axe-core": "4.14.1", "vnu-jar": "26.9.27", "html-validate": "11.0.0"}


def fetch(*names: str) -> Path:
    """Return the folder in which the packages stand, fetched if they are not there in the version that we name."""
    modules = FOLDER / "tools" / "node_modules"
    missing = [name for name in names if _version_in(modules / name) != VERSIONS[name]]
    if missing:
        modules.parent.mkdir(parents=True, exist_ok=True)
        wanted = [f"{name}@{VERSIONS[name]}" for name in missing]
        command = [
            "npm",
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            "--no-save",
            *wanted,
        ]
        try:
            subprocess.run([*command, *_kept(modules, missing)], cwd=modules.parent, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"{', '.join(wanted)} could not be fetched by npm: {error}")
    return modules


def has_java() -> bool:
    return shutil.which("java") is not None


def _kept(modules: Path, missing: list[str]) -> list[str]:
    """Name what is there already too, as npm removes what it is not told of."""
    others = [name for name in VERSIONS if name not in missing]
    return [f"{name}@{VERSIONS[name]}" for name in others if _version_in(modules / name) == VERSIONS[name]]


def _version_in(package: Path) -> str:
    try:
        return str(json.loads((package / "package.json").read_text("utf-8"))["version"])
    except OSError:
        return ""
