"""Drafts, which the site has as files alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ....articles.models import Article
from ....articles.publishing.folder import Problem, Read, decode, list_files, make_draft, read_file
from ....articles.publishing.front_matter import Broken, FrontMatter, read_front_matter
from ....articles.publishing.storing import article_id, fill_article
from ....settings import Settings


@dataclass
class Drafts:
    """The heads of all drafts by their files, and why others among the files that are not published stay behind."""

    heads: dict[str, FrontMatter] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, settings: Settings) -> Iterator[Article]:
        """Yield each draft as an article that is in no database; what is broken becomes a problem."""
        for source in self.heads:
            try:
                yield _read_draft(settings, source)
            except Broken as broken:
                self.problems.append(Problem(source, broken.line, broken.reason))


def find_drafts(session: Session, settings: Settings) -> Drafts:
    """Look through the files that are not published; there are none where the folder is gone."""
    drafts, root = Drafts(), settings.content_folder
    published = set(session.scalars(select(Article.source)))
    for found in list_files(root):
        if isinstance(found, Problem):
            drafts.problems.append(found)
        elif found not in published:
            _sort_in(drafts, root, found, settings)
    return drafts


def _sort_in(drafts: Drafts, root: Path, source: str, settings: Settings) -> None:
    try:
        head, _text = read_front_matter(decode(_read(root, source).content), settings.zone)
    except Broken as broken:
        drafts.problems.append(Problem(source, broken.line, broken.reason))
        return
    if head.draft:
        drafts.heads[source] = head
    else:
        drafts.problems.append(Problem(source, 1, "this is not published yet, so it was left out"))


def _read_draft(settings: Settings, source: str) -> Article:
    article = Article(id=article_id(source), source=source)
    root = settings.content_folder
    fill_article(article, make_draft(root, _read(root, source), settings))
    return article


def _read(root: Path, source: str) -> Read:
    read = read_file(root, source)
    if isinstance(read, Problem):
        raise Broken(read.line, read.reason)
    return read
