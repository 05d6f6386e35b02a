"""What an archive asks of a machine: the memory of a worker, and the time from a start to the first answer."""

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from broadsheets import COMMAND, environment_for, log_of, serve
from growing import write_paths
from load import Subject, run_wrk
from posting_rate import PATIENCE_SECONDS, find_port, inherited

PAGES = 2_000
SECONDS = 5
MAKE_APP = "from broadsheet import create_app; create_app()"


@dataclass(frozen=True)
class Memory:
    """MB of a process: all that it maps, and its share of it where others map the same."""

    whole: float
    share: float


@dataclass(frozen=True)
class Start:
    """Seconds from a start to the first answer, each time; and of a process that makes the app, and of its imports."""

    answered: list[float]
    made: float
    imported: float


def measure_memory(data: Path, paths: Sequence[str]) -> Memory:
    """Serve so many different pages of an archive, over several connections, then look at the worker."""
    asked = write_paths(data.parent / "memory.paths", paths, PAGES)
    with serve(data, cached=True) as server:
        subject, served = Subject("memory", server.process, server.site, paths=asked), 0.0
        while served < min(PAGES, len(paths)):
            served += run_wrk(subject, SECONDS)["requests"]
        return max(map(read_memory, list_workers(server.process)), key=lambda memory: memory.share)


def list_workers(process: int) -> list[int]:
    """Return the workers that a server's process has forked, after its caretaker."""
    _caretaker, *workers = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(worker) for worker in workers]


def read_memory(process: int) -> Memory:
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    kilobytes = dict(re.findall(r"^(Rss|Pss): +(\d+) kB", told, re.M))
    return Memory(int(kilobytes["Rss"]) / 1_000, int(kilobytes["Pss"]) / 1_000)


def measure_start(data: Path, path: str, times: int) -> Start:
    return Start([time_start(data, path) for _ in range(times)], *time_making(data))


def time_start(data: Path, path: str) -> float:
    """Return the seconds from the start of the command to the first whole answer, a page of an article."""
    port = find_port()
    environment = inherited() | environment_for(data, port, cached=True, settings={})
    with log_of(data).open("w") as log:
        begin = time.monotonic()
        process = subprocess.Popen(COMMAND, env=environment, cwd=data.parent, stdout=log, stderr=log)
        try:
            while not is_answered(port, path):
                if time.monotonic() - begin > PATIENCE_SECONDS:
                    sys.exit(f"Nothing answers {PATIENCE_SECONDS} seconds after a start.")
                time.sleep(0.002)
            return time.monotonic() - begin
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def is_answered(port: int, path: str) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)) as connection:
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status == 200 and bool(answer.read())
        except OSError:
            return False


def time_making(data: Path) -> tuple[float, float]:
    """Return the seconds of a process that makes the app and ends, and of what it imports meanwhile."""
    environment = inherited() | environment_for(data, find_port(), cached=True, settings={})
    begin = time.monotonic()
    subprocess.run([sys.executable, "-c", MAKE_APP], env=environment, check=True, cwd=data.parent)
    made = time.monotonic() - begin
    command = [sys.executable, "-X", "importtime", "-c", MAKE_APP]
    told = subprocess.run(
        command, env=environment, check=True, cwd=data.parent, capture_output=True, text=True
    )
    microseconds = re.findall(r"^import time: +(\d+) \|", told.stderr, re.M)
    return made, sum(map(int, microseconds)) / 1e6
