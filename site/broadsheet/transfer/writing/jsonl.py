"""The whole site as JSON lines, which `reading/jsonl.py` reads: docs/reference/jsonl.md lists the types and their keys."""

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...articles.models import Article, Reads
from ...articles.old_addresses import OldAddress, write_address
from ...articles.publishing.folder import Problem
from ...comments.models import Comment, Thread
from ...consent.ledger.export import read_wordings
from ...consent.ledger.records import describe_record
from ...consent.ledger.verifying import count_records, read_records
from ...dates import show_exact_time
from ..storing.run import Progress
from .articles import describe_articles, list_sources
from .files import list_files

AT_ONCE = 500
COMMENT = (
    Comment.id,
    Comment.thread,
    Comment.parent_id.label("parent"),
    Comment.status,
    Comment.reasons,
    Comment.name,
    Comment.email,
    Comment.website,
    Comment.text,
    Comment.written,
    Comment.edited,
    Comment.staff,
)

Line = dict[str, Any]


def write_site(
    session: Session, root: Path, out: IO[str], progress: Progress, without_files: bool = False
) -> list[Problem]:
    """Write all of the site; return what could not be read of its articles.

    `session` sees one moment of the database (`storage.snapshot`); articles are read from their files below `root`.
    """
    problems: list[Problem] = []
    sources = list_sources(root)
    with progress("Articles", len(sources)) as advance:
        for found in describe_articles(session, root, sources):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                _write(out, found)
            advance(1)
    for line in describe_addresses(session):
        _write(out, line)
    write_comments(session, out, progress)
    for line in describe_reads(session):
        _write(out, line)
    _write_choices(session, out, progress)
    if not without_files:
        _write_files(root, out, progress)
    return problems


def write_comments(session: Session, out: IO[str], progress: Progress) -> list[Problem]:
    """Write the threads, then every comment, whatever its status; nothing of that can be unreadable."""
    for line in describe_threads(session):
        _write(out, line)
    with progress("Comments", session.scalars(select(func.count()).select_from(Comment)).one()) as advance:
        for line in describe_comments(session):
            _write(out, line)
            advance(1)
    return []


def describe_threads(session: Session) -> Iterator[Line]:
    query = select(Thread.key, Thread.address, Thread.title, Thread.closed).order_by(Thread.key)
    for key, address, title, closed in _walk(session, query):
        yield {"type": "thread", "id": key, "address": address, "title": title, "closed": closed}


def describe_comments(session: Session) -> Iterator[Line]:
    for row in _walk(session, select(*COMMENT).order_by(Comment.id)):
        yield {"type": "comment", **row._mapping}


def describe_addresses(session: Session) -> Iterator[Line]:
    """Yield the old addresses that belong to no article; those of articles stand with them."""
    query = select(OldAddress.address, OldAddress.target).where(OldAddress.article_id.is_(None))
    for address, target in _walk(session, query.order_by(OldAddress.address)):
        yield {"type": "address", "address": write_address(address), "target": target}


def describe_reads(session: Session) -> Iterator[Line]:
    query = select(Reads.article_id, Reads.hour, Reads.count).join(Article, Article.id == Reads.article_id)
    for id, hour, count in _walk(session, query.order_by(Reads.article_id, Reads.hour)):
        yield {"type": "reads", "article": id, "hour": hour, "count": count}


def _write_choices(session: Session, out: IO[str], progress: Progress) -> None:
    for wording in read_wordings(session):
        _write(out, {"type": "wording", **wording})
    with progress("Choices", count_records(session)) as advance:
        for record in read_records(session):
            _write(out, {"type": "choice", **describe_record(record)})
            advance(1)


def _write_files(root: Path, out: IO[str], progress: Progress) -> None:
    files = list_files(root)
    with progress("Pictures", len(files)) as advance:
        for name in files:
            content = base64.b64encode((root / name).read_bytes()).decode()
            _write(out, {"type": "file", "path": f"/{name}", "content": content})
            advance(1)


def _walk(session: Session, query: Any) -> Iterable[Any]:
    return session.execute(query.execution_options(yield_per=AT_ONCE))


def _write(out: IO[str], line: Line) -> None:
    out.write(json.dumps(line, ensure_ascii=False, default=show_exact_time) + "\n")
