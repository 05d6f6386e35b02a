"""What a measurement was made on, and with."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

from posting_rate import PEER

from broadsheet import __version__


def describe_machine() -> dict[str, str]:
    """Return what stands at the head of the figures, by what it is."""
    kilobytes = int(find("/proc/meminfo", r"MemTotal: +(\d+)"))
    return {
        "processor": find("/proc/cpuinfo", r"model name\s*: (.*)") or platform.machine(),
        "cores that may be used": str(len(os.sched_getaffinity(0))),
        "memory": f"{kilobytes / 1e6:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "packages": ", ".join(f"{name} {version(name)}" for name in ("flask", "granian", "sqlalchemy")),
        "peers": f"nginx {ask('nginx', '-v')}, wrk {ask('wrk', '-v')}, Isso {PEER[0].strip('iso=.*')}",
        "Broadsheet": __version__,
    }


def find(file: str, pattern: str) -> str:
    found = re.search(pattern, Path(file).read_text())
    return found[1].strip() if found else ""


def ask(*command: str) -> str:
    """Return the version that a program tells, on whichever of its outputs; wrk adds its usage and an error."""
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"\d+(\.\d+)+", told.stdout + told.stderr)
    return found[0] if found else "of unknown version"
