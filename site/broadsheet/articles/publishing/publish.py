"""Publish a folder: the database follows the files, and the relation follows the database.

What takes long (reading, rendering, comparing) is done outside of the transactions, which only write.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from ...related import refresh_lists
from ...settings import Settings, settings_of
from ...storage import lock_for_writing, reading, writing
from ..models import Article
from ..pictures.later import make_later
from ..search import fill_index
from .folder import Draft, Problem, Read, is_unchanged, make_draft, read_files
from .front_matter import Broken
from .report import Report
from .storing import store_drafts

Progress = Callable[[int, int], None]


def publish_folder(progress: Progress | None = None) -> Report:
    """Make the database say what the folder says, and report; what is broken stays as it was last good.

    `progress(done, total)` is called after each file; new ones take longest, as versions of their pictures are made.
    """
    settings = settings_of(current_app)
    root = settings.content_folder
    report = Report()
    if not root.is_dir():  # A folder that is not mounted must not empty the site.
        report.problems.append(
            Problem(str(root), 1, "the folder of articles is gone, so nothing was changed")
        )
        return report
    reads = list(_sort_out(read_files(root), report))
    drafts = list(_make_drafts(root, _counted(reads, progress), settings, report))
    gone = _find_gone(reads, drafts, report)
    public = [draft for draft in drafts if not draft.front.draft]
    if public or gone:
        with writing() as session:
            lock_for_writing(session, "articles.publishing")
            store_drafts(session, public, gone, report)
        make_later(name for draft in public for name, state in draft.pictures.items() if state)
    fill_index()
    refresh_lists()
    return report


def _sort_out(found: Iterable[Read | Problem], report: Report) -> Iterator[Read]:
    for item in found:
        if isinstance(item, Problem):
            report.problems.append(item)
        else:
            yield item


def _counted(reads: list[Read], progress: Progress | None) -> Iterator[Read]:
    """Yield what was read, and tell how far that is."""
    for number, read in enumerate(reads, start=1):
        yield read
        if progress:
            progress(number, len(reads))


def _make_drafts(root: Path, reads: Iterable[Read], settings: Settings, report: Report) -> Iterator[Draft]:
    """Yield what is new or changed; report what cannot be read as an article."""
    query = select(Article.source, Article.digest, Article.pictures)
    known = {row.source: row for row in reading().execute(query)}
    for read in reads:
        row = known.get(read.source)
        if row and is_unchanged(root, read, row.digest, row.pictures):
            continue
        try:
            draft = make_draft(root, read, settings)
        except Broken as broken:
            report.problems.append(Problem(read.source, broken.line, broken.reason))
        except Exception:  # No file, however odd, may keep the others off the site.
            current_app.logger.exception("%s could not be read.", read.source)
            report.problems.append(Problem(read.source, 1, "this file cannot be read as an article"))
        else:
            report.problems += [Problem(read.source, r.line, r.reason, fatal=False) for r in draft.remarks]
            yield draft


def _find_gone(reads: list[Read], drafts: list[Draft], report: Report) -> set[str]:
    """Return the files whose articles have to go: removed ones, and those that became drafts."""
    present = {read.source for read in reads} | {problem.source for problem in report.problems}
    hidden = {draft.source for draft in drafts if draft.front.draft}
    known = {source for source in reading().scalars(select(Article.source)) if source}
    return {source for source in known if source not in present or source in hidden}
