"""What only a Broadsheet site has, from its export: its ledger of choices, and how often articles were read."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from ...articles.reads.moving import take_over_reads
from ...consent.ledger.moving import NotMoved, move_ledger
from ...storage import writing
from ..reading.moments import read_moment
from .run import Run

AT_ONCE = 500
CHOICE, WORDING, READS = "choice", "wording", "reads"


def store_ledger(run: Run) -> None:
    """Take the ledger in whole, or not at all."""
    if run.spool.count_records(CHOICE) == 0:
        return
    try:
        with writing() as session:
            count = move_ledger(session, run.spool.records(CHOICE), run.spool.records(WORDING))
    except NotMoved as reason:
        run.report.left_out("ledger", "", str(reason))
    else:
        run.report.came_in("ledger", f"{count} choices")


def store_reads(run: Run) -> None:
    found = _list_reads(run)
    while rows := list(islice(found, AT_ONCE)):
        with writing() as session:
            take_over_reads(session, rows)


def _list_reads(run: Run) -> Iterator[dict[str, Any]]:
    for said in run.spool.records(READS):
        found = run.spool.find_article(str(said.get("article")))
        hour, count = read_moment(said.get("hour")), said.get("count")
        if found and found[0] and hour and isinstance(count, int) and 0 < count < 2**31:
            yield {"article_id": found[0], "hour": hour, "count": count}
