"""Articles as they go out: read from their files, so that what is a draft, or not public yet, goes too."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ...articles.models import Article
from ...articles.old_addresses import write_address
from ...articles.publishing.folder import Problem, decode, default_path, list_files, read_file
from ...articles.publishing.front_matter import Broken, FrontMatter, read_front_matter
from ...articles.publishing.storing import article_id
from ...dates import show_exact_time
from ...settings import settings_of


def list_sources(root: Path) -> list[str]:
    """Return the names of the files of articles, those that cannot be shown left out."""
    return [source for source in list_files(root) if isinstance(source, str)]


def describe_articles(session: Session, root: Path, sources: list[str]) -> Iterator[dict[str, Any] | Problem]:
    """Yield each article as a line of the export, or why it cannot be read."""
    zone = settings_of(current_app).zone
    for source in sources:
        read = read_file(root, source)
        if isinstance(read, Problem):
            yield read
            continue
        try:
            front, text = read_front_matter(decode(read.content), zone)
            yield _describe(session, source, front, text)
        except Broken as broken:
            yield Problem(source, broken.line, broken.reason)


def _describe(session: Session, source: str, front: FrontMatter, text: str) -> dict[str, Any]:
    """Return a line; what is empty is left out. What the site decided, such as an address, is said in it."""
    row = session.execute(
        select(Article.path, Article.published).where(Article.source == source)
    ).one_or_none()
    published = front.published or (row.published if row else None)
    line = {
        "type": "article",
        "id": article_id(source),
        "title": front.title,
        "text": text.strip(),
        "markup": front.markup if front.markup != "markdown" else "",
        "published": show_exact_time(published) if published else "",
        "updated": show_exact_time(front.updated) if front.updated else "",
        "section": front.section,
        "tags": front.tags,
        "author": front.authors,
        "path": write_address(row.path if row else default_path(front, source)),
        "file": source,
        "standfirst": front.standfirst,
        "kicker": front.kicker,
        "language": front.language,
        "series": front.series,
        "page": front.page,
        "draft": front.draft,
        "pinned": front.pinned,
        "image": front.image,
        "related": front.related,
        "unrelated": front.unrelated,
        "aliases": [write_address(alias) for alias in front.aliases],
        "corrections": [{"date": show_exact_time(one.made), "text": one.text} for one in front.corrections],
    }
    return {key: value for key, value in line.items() if value or key in {"title", "text"}}
