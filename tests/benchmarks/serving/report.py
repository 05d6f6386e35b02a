"""Put what was measured into words and tables: docs/performance.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from footprint import Memory, Start
from growing import Growth
from jinja2 import Environment
from load import CONNECTIONS, Subject, compare

from broadsheet.delivery.server import THREADS

TEMPLATE = Path(__file__).with_name("performance.md.jinja")


@dataclass(frozen=True)
class Found:
    """All that was measured: subjects by their short names, growth by size, and what an archive of `footprint` asks for."""

    subjects: dict[str, Subject]
    threads: list[Growth]
    archives: list[Growth]
    footprint: int
    memory: Memory
    start: Start
    rounds: int
    seconds: int


@dataclass(frozen=True)
class Goal:
    """Something that we want to reach, and what was measured of it."""

    what: str
    wanted: str
    measured: str
    reached: bool


def write_page(found: Found, machine: dict[str, str]) -> str:
    """Return the page, in Markdown."""
    environment = Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701 -- this is no HTML
    environment.filters |= {"number": show_number, "spread": show_spread}
    template = environment.from_string(TEMPLATE.read_text("utf-8"))
    return (
        template.render(
            found=found,
            date=datetime.now(UTC).date(),
            machine=machine,
            connections=CONNECTIONS,
            worker_threads=THREADS,
            compare=compare,
            hello=found.subjects["hello"],
            flatness=measure_flatness,
            goals=list(list_goals(found)),
        ).rstrip()
        + "\n"
    )


def list_goals(found: Found) -> Iterator[Goal]:
    """Yield the goals, in the order of the page."""
    yield from list_rates(found.subjects)
    for key in ("alone", "uncached"):
        cost, what = found.subjects[key].middle("cost") / 1e3, f"{found.subjects[key].name}: processor time"
        yield Goal(what, "at most 2 ms", f"{show_number(cost)} ms", cost <= 2)
    for told, growths in (("comments", found.threads), ("articles", found.archives)):
        for name in ("cached", "uncached"):
            flat = measure_flatness(growths, name)
            sizes = f"{growths[0].size:,} to {growths[-1].size:,} {told}"
            what = f"cost of a read, {name}, from {sizes}: the last over the first"
            yield Goal(what, "flat, at most 1.2", show_number(flat), flat <= 1.2)
    memory, answered = found.memory.share, median(found.start.answered)
    at = f"at {found.footprint:,} articles"
    yield Goal(f"memory of a worker {at}", "under 120 MB", f"{memory:.0f} MB", memory < 120)
    yield Goal(f"from a start to the first answer {at}", "under 1 s", f"{answered:.2f} s", answered < 1)


def list_rates(subjects: dict[str, Subject]) -> Iterator[Goal]:
    """Yield what is wanted of the rates, each beside a peer's."""
    for reader in ("new", "accepted", "refused"):
        for key, least in (("hello", 4.0), (f"bare {reader}", 0.9), (f"nginx {reader}", 0.5)):
            if key in subjects:
                yield compare_rates(subjects[reader], subjects[key], least)
    yield compare_rates(subjects["mirror"], subjects["nginx mirror"], 0.9)
    for key in ("alone", "uncached"):
        yield compare_rates(subjects[key], subjects["straightforward"], 3.0)


def compare_rates(subject: Subject, other: Subject, least: float) -> Goal:
    ratios = compare(subject, other)
    what = f"{subject.name}, beside {other.name}"
    return Goal(what, f"at least {least:g} times", show_spread(ratios), median(ratios) >= least)


def measure_flatness(growths: list[Growth], name: str) -> float:
    """Return how many times the cost at the smallest size that at the largest is; `name` is "cached" or "uncached"."""
    first, last = (getattr(growth, name) for growth in (growths[0], growths[-1]))
    return median(compare(last, first, "cost"))


def show_number(value: float) -> str:
    """Write a number with about three digits that count."""
    return f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3}f}"


def show_spread(values: list[float]) -> str:
    """Write the median, and behind it the least and the most."""
    return f"{show_number(median(values))} ({show_number(min(values))}–{show_number(max(values))})"
