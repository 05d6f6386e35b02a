"""One import: what it takes from, where it writes, and whom it tells."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from ..report import Report
from ..spool import Spool

# Shows how far a part of the work is: given what it is and how many steps it has, it opens what is told of steps.
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


@dataclass
class Run:
    """`origin` is where everything comes from, `root` the folder of articles; `dry`: nothing is written but the report;
    `ours`: what is in it came from a Broadsheet site, whose threads keep their keys.

    `paths` and `sources` are the addresses and files that articles of this run have been given; `alone` are the comments
    whose parent was not there.
    """

    spool: Spool
    report: Report
    origin: str
    root: Path
    progress: Progress
    dry: bool = False
    ours: bool = False
    paths: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
