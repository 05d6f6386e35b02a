"""What lies in the folder of articles and is not on the site, for those who write: drafts, and files with mistakes."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ...storage import writing
from ..models import Unpublished
from .folder import Draft, Problem, read_file
from .front_matter import DEFAULT_SECTION, LONGEST_TEXT
from .report import Report

AT_ONCE = 500
MOST_READ = 10_000  # bytes of a file in which something is looked for
SAID = re.compile(r"^(title|section):(.*)$", re.MULTILINE)


def list_known(session: Session) -> dict[str, Unpublished]:
    """Return what is noted so far, by file."""
    return {row.source: row for row in session.scalars(select(Unpublished))}


def describe_draft(draft: Draft, changed: datetime) -> Unpublished:
    return Unpublished(
        source=draft.source,
        digest=draft.digest,
        title=draft.front.title,
        section=draft.front.section,
        changed=changed,
    )


def describe_broken(root: Path, problem: Problem) -> Unpublished:
    """Describe a file that cannot be published by what can be read of it; else it is called by its name."""
    read = read_file(root, problem.source)
    content = b"" if isinstance(read, Problem) else read.content
    head = _guess_head(content)
    return Unpublished(
        source=problem.source,
        digest=None if isinstance(read, Problem) else read.digest,
        title=head.get("title") or problem.source,
        section=head.get("section") or DEFAULT_SECTION,
        changed=find_change(root / problem.source),
        line=problem.line,
        problem=problem.reason,
    )


def find_change(file: Path) -> datetime:
    """Return when a file was written; now, if that cannot be known."""
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return datetime.now(UTC)


def note_unpublished(root: Path, known: Mapping[str, Unpublished], report: Report) -> None:
    """Let the database say what of the folder is not on the site; nothing is written where nothing of it is new."""
    broken = {problem.source: problem for problem in reversed(report.problems) if problem.fatal}
    found = report.drafts | {source: describe_broken(root, problem) for source, problem in broken.items()}
    changed = {s: row for s, row in found.items() if s not in known or not is_same(row, known[s])}
    over = known.keys() - found.keys()
    if changed or over:
        with writing() as session:
            replace_unpublished(session, {*changed, *over}, changed.values())


def replace_unpublished(session: Session, sources: Collection[str], found: Iterable[Unpublished]) -> None:
    """Say of some files, in the caller's transaction, that those in `found` are not on the site, and all others are."""
    ordered = sorted(sources)
    for start in range(0, len(ordered), AT_ONCE):
        session.execute(delete(Unpublished).where(Unpublished.source.in_(ordered[start : start + AT_ONCE])))
    session.add_all(found)
    session.flush()


def is_same(one: Unpublished, other: Unpublished) -> bool:
    """Whether two say the same; that a file was written again as it was is no change."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("digest", "title", "section", "line", "problem")
    )


def _guess_head(content: bytes) -> dict[str, str]:
    """Return the title and the section by the lines on which they seem to stand; what is broken can be read no better."""
    found: dict[str, str] = {}
    for key, text in SAID.findall(content[:MOST_READ].decode(errors="replace")):
        plain = " ".join(text.strip().strip("'\"").split())
        if plain.isprintable() and len(plain) <= LONGEST_TEXT:
            found.setdefault(key, plain)
    return found
