"""Keep every document's list ready, so that showing a page only reads it.

The documents and their lists are in the database. What compares them, the index, is a file of each node's own: long
computing must hold no lock that a reader's comment needs. After each refresh both bear the same new mark. Where they do
not, because the file is gone, a backup was restored or another node was here, the index is compared with the database
whole, and so is every list. See docs/decisions/0020.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, TypeVar

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..settings import settings_of
from ..storage import alone, snapshot
from .describing import digest_of
from .lists import Overtaken, find_outdated, mark_listed, read_mark, settle, write_lists
from .models import Document, Removal

if TYPE_CHECKING:
    from .index import Explanation, RelatedIndex

T = TypeVar("T")
Progress = Callable[[int, int], None]

LOCK = "related-index"
READ_AT_ONCE = 500
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
COMPARED = (
    Document.id,
    Document.title,
    Document.text,
    Document.published,
    Document.section,
    Document.tags,
    Document.series,
    Document.digest,
)


@dataclass
class Work:
    """What a refresh has to do, all of it ids; and of what the index learned, the digests in the database and its own."""

    mark: str
    learn: list[str] = field(default_factory=list)
    forget: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    to_look_at: list[str] = field(default_factory=list)
    compared: dict[str, tuple[str, str]] = field(default_factory=dict)


def refresh_lists(progress: Progress | None = None) -> None:
    """Bring all lists in step with the documents, if there is a document or a removal that they do not know yet.

    One process of all nodes does it at a time; others wait, and look again. `progress(done, total)` is called now and then.
    """
    if _has_news():
        with alone(LOCK):
            if _has_news():
                _use_index(lambda index: _bring_in_step(index, progress))


def rebuild_lists(progress: Progress | None = None) -> None:
    """Throw the index away, and make it and all lists anew from the documents."""
    with alone(LOCK):
        _delete_index()
        _use_index(lambda index: _bring_in_step(index, progress))


def explain_relation(a: str, b: str) -> "Explanation":
    """Return why document `b` stands in the list of `a` as it does, from an index that is in step."""

    def explain(index: "RelatedIndex") -> "Explanation":
        _bring_in_step(index, None)
        return index.explain(a, b)

    with alone(LOCK):
        return _use_index(explain)


def index_file() -> Path:
    return settings_of(current_app).data / "related.sqlite"


def _has_news() -> bool:
    with snapshot() as session:
        queries = (select(Document.id).where(~Document.listed), select(Removal.document_id))
        return any(session.scalars(query.limit(1)).first() is not None for query in queries)


def _use_index(act: Callable[["RelatedIndex"], T]) -> T:
    """Open the index and do something with it; a file that cannot be read is made anew."""
    # It brings numpy: a process that only shows pages starts faster, and is smaller, without.
    from .index import RelatedIndex, Unreadable

    try:
        with RelatedIndex(index_file()) as index:
            return act(index)
    except (Unreadable, sqlite3.DatabaseError) as error:
        if not isinstance(error, Unreadable) and getattr(error, "sqlite_errorcode", 0) & 0xFF not in DAMAGED:
            raise
        current_app.logger.warning("The index of related stories is made anew: %s", error)
    _delete_index()
    with RelatedIndex(index_file()) as index:
        return act(index)


def _delete_index() -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        file = index_file()
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _bring_in_step(index: "RelatedIndex", progress: Progress | None) -> None:
    """Let the index learn what it does not know, and write what lists have changed.

    Whatever happens in between, what is not done yet is still unlisted, or a removal, or in the index's own notes of changed
    lists; and where the marks are not the same at the end, all is compared. So it only has to be done again.
    """
    work = _find_work(index)
    if not (work.learn or work.forget or work.removed or work.to_look_at):
        return
    if work.forget:
        index.remove_many(work.forget)
    if work.learn:
        index.add_many(_read_documents(work, _part_of(progress, 0)), _part_of(progress, 1))
    lists = _find_lists(index, work)
    try:
        for written in write_lists(index, lists, work.mark):
            _part_of(progress, 2)(written, len(lists))
        mark = token_hex(16)
        settle(work.mark, mark, work.removed)
    except Overtaken:
        current_app.logger.info("Another node has made the lists of related stories meanwhile.")
        return
    index.mark = mark
    mark_listed(work.compared)


def _find_work(index: "RelatedIndex") -> Work:
    with snapshot() as session:
        work = Work(read_mark(session), removed=list(session.scalars(select(Removal.document_id))))
        if work.mark and work.mark == index.mark:
            work.learn = list(session.scalars(select(Document.id).where(~Document.listed)))
            work.forget = work.removed
        else:
            _compare_whole(session, index, work)
    return work


def _compare_whole(session: Session, index: "RelatedIndex", work: Work) -> None:
    known = index.digests()
    rows = session.execute(select(Document.id, Document.digest, Document.listed)).all()
    work.learn = [row.id for row in rows if not row.listed or known.get(row.id) != row.digest]
    work.to_look_at = [row.id for row in rows]
    work.forget = sorted(known.keys() - set(work.to_look_at))


def _read_documents(work: Work, progress: Progress) -> Iterator[dict[str, Any]]:
    """Yield what is to be learned, a few at a time, without a transaction in between."""
    for start in range(0, len(work.learn), READ_AT_ONCE):
        with snapshot() as session:
            batch = work.learn[start : start + READ_AT_ONCE]
            rows = session.execute(select(*COMPARED).where(Document.id.in_(batch))).all()
        for row in rows:
            document = row._asdict()
            work.compared[row.id] = (row.digest, digest_of(document))
            yield document
        progress(start + len(batch), len(work.learn))


def _find_lists(index: "RelatedIndex", work: Work) -> list[str]:
    """Return whose lists must be written: those of newcomers first, as theirs are empty until then."""
    found = dict.fromkeys([*work.compared, *index.changed()])
    found |= dict.fromkeys(find_outdated(index, [id for id in work.to_look_at if id not in found]))
    return list(found)


def _part_of(progress: Progress | None, part: int) -> Progress:
    """Return what tells of one of three parts, reading, comparing and writing, as of one whole."""

    def tell(done: int, total: int) -> None:
        if progress:
            progress(part * total + done, 3 * total)

    return tell
