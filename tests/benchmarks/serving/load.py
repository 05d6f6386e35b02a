"""Put a server under load by wrk, and measure what it does."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from answers import BROWSER, Answer
from posting_rate import PATIENCE_SECONDS, read_processor_time

CONNECTIONS = 32
WARM_UP_SECONDS = 1
LOOK_SECONDS, IDLE_SECONDS = 0.1, 0.01  # Now and then our caretaker looks for chores.
SCRIPT = Path(__file__).with_name("wrk.lua")
ALIKE = 0.02  # Some answers hold a token, whose length differs by a few bytes.


@dataclass(frozen=True)
class Round:
    """One round: requests a second, ms within which half and 99 % were answered, µs of the processor for each."""

    rate: float
    half: float
    late: float
    cost: float


@dataclass
class Subject:
    """What is asked for: an address of a server, or each of those in a file in turn, and how the server is to answer.

    `process` and all below it are what the server's processor time is counted of.
    """

    name: str
    process: int
    address: str
    headers: dict[str, str] = field(default_factory=dict)
    answer: Answer | None = None
    paths: Path | None = None
    connections: int = CONNECTIONS
    rounds: list[Round] = field(default_factory=list)

    def middle(self, name: str) -> float:
        return median(self.all(name))

    def all(self, name: str) -> list[float]:
        return [float(getattr(one, name)) for one in self.rounds]


def measure(subjects: list[Subject], rounds: int, seconds: int) -> None:
    """Warm each subject up, then measure all in turns, every second time from the last to the first."""
    for subject in subjects:
        warm_up(subject)
    for number in range(rounds):
        for subject in subjects[:: -1 if number % 2 else 1]:
            subject.rounds.append(load(subject, seconds))
        print(f"Round {number + 1} of {rounds} is done.", file=sys.stderr, flush=True)


def warm_up(subject: Subject) -> None:
    """Ask for a while, and until each address was asked for."""
    wanted = len(subject.paths.read_text("utf-8").split()) if subject.paths else 1
    while wanted > 0:
        wanted -= int(run_wrk(subject, WARM_UP_SECONDS)["requests"])
    let_finish(subject)


def compare(subject: Subject, other: Subject, name: str = "rate") -> list[float]:
    """Return, for each round, how many times the other's figure the subject's is."""
    return [a / b for a, b in zip(subject.all(name), other.all(name), strict=True)]


def load(subject: Subject, seconds: int) -> Round:
    """Ask as fast as the server answers, by one thread over several connections."""
    before = read_processor_time(subject.process)
    found = run_wrk(subject, seconds)
    used = let_finish(subject) - before
    check(subject, found)
    asked = (
        found["requests"] + subject.connections
    )  # On each connection the last answer is on its way when the time is over.
    return Round(found["requests"] / found["seconds"], found["half"], found["late"], used / asked * 1e6)


def let_finish(subject: Subject) -> float:
    """Wait until a server has nothing to do any more, and return the processor time that it has used."""
    used, before = read_processor_time(subject.process), -1.0
    while used - before > IDLE_SECONDS:
        time.sleep(LOOK_SECONDS)
        used, before = read_processor_time(subject.process), used
    return used


def run_wrk(subject: Subject, seconds: int) -> dict[str, float]:
    command = [
        "wrk",
        "--threads=1",
        f"--timeout={PATIENCE_SECONDS}s",
        f"--connections={subject.connections}",
        f"--duration={seconds}s",
        f"--script={SCRIPT}",
    ]
    for name, value in (BROWSER | subject.headers).items():
        command += ["--header", f"{name}: {value}"]
    command += [subject.address, "--", *([str(subject.paths)] if subject.paths else [])]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def check(subject: Subject, found: dict[str, float]) -> None:
    """Every answer must have come and be as long as the first one, which was looked at; wrk itself takes 304 for 200."""
    if not found["requests"] or found["refused"] or found["failed"]:
        sys.exit(f"{subject.name}: not every request was answered well: {found}")
    if subject.answer:
        least = found["requests"] * subject.answer.length
        most = (
            found["requests"] + subject.connections
        ) * subject.answer.length  # Some are on their way at the end.
        if not least * (1 - ALIKE) <= found["bytes"] <= most * (1 + ALIKE):
            sys.exit(
                f"{subject.name}: answers are not as long as the first, {subject.answer.length} bytes: {found}"
            )
