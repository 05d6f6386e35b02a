"""Move in: read files to their end, then store what was read."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from ..articles.old_addresses import store_addresses
from ..articles.publishing import publish_folder
from ..articles.search import fill_index
from ..related import refresh_lists
from ..settings import settings_of
from ..storage import alone, engine_of, wait_patiently, writing
from .formats import Format
from .items import Unreadable
from .media.media_shelf import MediaShelf
from .reading.source import Source
from .report import CAME_IN, MANY, Report
from .spool import SPOOLS, Spool
from .storing.articles import store_articles
from .storing.comments import store_comments
from .storing.media import place_files
from .storing.ours import store_ledger, store_reads
from .storing.run import Progress, Run
from .storing.threads import close_threads


@dataclass(frozen=True)
class Wishes:
    """Whether to store nothing; where files lie that articles need; whether to fetch others, and from which site."""

    dry: bool = False
    media: MediaShelf | None = None
    download: bool = False
    site: str = ""


def move_in(
    format: Format, files: Sequence[Path], report: Report, progress: Progress, wishes: Wishes
) -> None:
    """Bring the content of files into the site, and report; raise `Unreadable`, before anything was stored."""
    settings = settings_of(current_app)
    _check_files(files)
    wait_patiently(engine_of(current_app._get_current_object()))  # type: ignore[attr-defined]
    with alone("import"), _make_spool(settings.data) as spool:
        _read(format, files, spool, progress)
        origin = spool.origin.name or format.name
        run = Run(spool, report, origin, settings.content_folder, progress, wishes.dry, format.ours)
        for left_out in spool.left_out():
            report.left_out(left_out.what, "", left_out.why)
        if not wishes.dry:
            place_files(run, wishes.media, wishes.site or spool.origin.address, wishes.download)
        store_articles(run)
        store_comments(run)
        if not wishes.dry:
            close_threads(run)
            _store_addresses(run)
            store_ledger(run)
            store_reads(run)
            _publish(run)


def _check_files(files: Sequence[Path]) -> None:
    """Refuse what is no file of a disk: it cannot be read twice, and need not have an end."""
    for file in files:
        if not file.is_file():
            raise Unreadable(f"{file} is no plain file; save what it gives as one, and import that.")


def _make_spool(folder: Path) -> Spool:
    """Open a spool; those that imports left behind when they were killed go."""
    for left in folder.glob(f"{SPOOLS}*/"):
        shutil.rmtree(left, ignore_errors=True)
    return Spool(folder)


def _read(format: Format, files: Sequence[Path], spool: Spool, progress: Progress) -> None:
    total = sum(file.stat().st_size for file in files)
    read = format.load_reader()
    with progress("Reading", total) as advance:
        for file in files:
            for item in read(Source(file, advance)):
                spool.add(item)


def _store_addresses(run: Run) -> None:
    pairs = [(one.address, one.target) for one in run.spool.addresses()]
    if pairs:
        with writing() as session:
            refused = store_addresses(session, pairs)
        for address, reason in refused.items():
            run.report.left_out("address", address, reason)


def _publish(run: Run) -> None:
    """Finish what publishing does; what came in before is published anew where its pictures have come now."""
    if run.report.count(CAME_IN, "file"):
        with show_share(run.progress, "Pictures") as tell:
            publish_folder(tell, relate=False)
    else:
        fill_index()
    if run.report.count(CAME_IN, "article") < MANY:
        with show_share(run.progress, "Related stories") as tell:
            refresh_lists(tell)


@contextmanager
def show_share(progress: Progress, label: str) -> Iterator[Callable[[int, int], None]]:
    """Give what is told of work that it is `done` of `total`."""
    shown = 0
    with progress(label, 100) as advance:

        def tell(done: int, total: int) -> None:
            nonlocal shown
            now = 100 * done // max(total, 1)
            advance(now - shown)
            shown = now

        yield tell
