"""Publish a folder: the database follows the files, and the relation follows the database.

What takes long (reading, rendering, comparing) is done outside of the transactions, which only write. A folder may be larger
than the memory, so no more than `AT_ONCE` articles are held.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from ...related import refresh_lists
from ...settings import Settings, settings_of
from ...storage import reading, writing
from ..models import Article, Unpublished
from ..pictures.later import make_later
from ..search import fill_index
from .folder import Draft, Problem, Read, is_current, is_unchanged, list_files, make_draft, read_file
from .front_matter import Broken
from .report import Report
from .storing import lock_articles, store_drafts
from .unpublished import describe_draft, find_change, list_known, note_unpublished

Progress = Callable[[int, int], None]
AT_ONCE = 100


def publish_folder(progress: Progress | None = None, relate: bool = True) -> Report:
    """Make the database say what the folder says, and report; what is broken stays as it was last good.

    `progress(done, total)` is called after each file; new ones take longest, as versions of their pictures are made.
    Without `relate` the lists of related stories wait for the next publishing.
    """
    root = settings_of(current_app).content_folder
    report = Report()
    if not root.is_dir():  # A folder that is not mounted must not empty the site.
        report.problems.append(
            Problem(str(root), 1, "the folder of articles is gone, so nothing was changed")
        )
        return report
    published = {source for source in reading().scalars(select(Article.source)) if source}
    known = list_known(reading())
    sources = list(
        _sort_out(list_files(root), report)
    )  # Now: what is published meanwhile is there, and not gone.
    gone = published - {*sources, *(problem.source for problem in report.problems)}
    refused = _publish(root, _counted(sources, progress), gone, known, report)
    if refused and len(sources) > AT_ONCE:  # Their addresses may have been free only after what came later.
        report.problems = [problem for problem in report.problems if problem.source not in refused]
        _publish(root, sorted(refused), set(), known, report)
    note_unpublished(root, known, report)
    fill_index()
    if relate:
        refresh_lists()
    return report


def publish_drafts(drafts: Sequence[Draft], gone: set[str], report: Report) -> set[str]:
    """Write articles, and remove those of some files, in one transaction; return the files whose address was refused."""
    root = settings_of(current_app).content_folder
    public = [draft for draft in drafts if not draft.front.draft]
    if not public and not gone:
        return set()
    with writing() as session:
        lock_articles(session)
        stale = {draft.source for draft in drafts if not is_current(root, draft)}
        current = [draft for draft in public if draft.source not in stale]
        refused = store_drafts(session, current, gone - stale, report)
    make_later(name for draft in public for name, state in draft.pictures.items() if state)
    return refused


def _publish(
    root: Path, sources: Iterable[str], gone: set[str], unpublished: Mapping[str, Unpublished], report: Report
) -> set[str]:
    """Publish what is new or changed in some files, a few at a time, and return those whose address was refused."""
    drafts = _make_drafts(root, sources, unpublished, report)
    known = {source for source in reading().scalars(select(Article.source)) if source}
    refused = set()
    while (some := list(islice(drafts, AT_ONCE))) or gone:
        hidden = {draft.source for draft in some if draft.front.draft}
        refused |= publish_drafts(some, gone | (hidden & known), report)
        gone = set()
    return refused


def _sort_out(found: Iterable[str | Problem], report: Report) -> Iterator[str]:
    for item in found:
        if isinstance(item, Problem):
            report.problems.append(item)
        else:
            yield item


def _counted(sources: list[str], progress: Progress | None) -> Iterator[str]:
    """Yield the files, and tell how far that is."""
    for number, source in enumerate(sources, start=1):
        yield source
        if progress:
            progress(number, len(sources))


def _make_drafts(
    root: Path, sources: Iterable[str], unpublished: Mapping[str, Unpublished], report: Report
) -> Iterator[Draft]:
    """Yield what is new or changed; report what cannot be read as an article, and what is a draft."""
    query = select(Article.source, Article.digest, Article.pictures)
    known = {row.source: row for row in reading().execute(query)}
    for source in sources:
        read = read_file(root, source)
        if isinstance(read, Problem):
            report.problems.append(read)
            continue
        row = known.get(source)
        if row and is_unchanged(root, read, row.digest, row.pictures):
            continue
        waiting = unpublished.get(source)
        if waiting and waiting.problem is None and waiting.digest == read.digest:
            report.drafts[source] = waiting
            continue
        draft = _try_to_make(root, read, settings_of(current_app), report)
        if draft and draft.front.draft:
            report.drafts[source] = describe_draft(draft, find_change(root / source))
        if draft:
            yield draft


def _try_to_make(root: Path, read: Read, settings: Settings, report: Report) -> Draft | None:
    try:
        draft = make_draft(root, read, settings)
    except Broken as broken:
        report.problems.append(Problem(read.source, broken.line, broken.reason))
    except Exception:  # No file, however odd, may keep the others off the site.
        current_app.logger.exception("%s could not be read.", read.source)
        report.problems.append(Problem(read.source, 1, "this file cannot be read as an article"))
    else:
        report.problems += [Problem(read.source, r.line, r.reason, fatal=False) for r in draft.remarks]
        return draft
    return None
