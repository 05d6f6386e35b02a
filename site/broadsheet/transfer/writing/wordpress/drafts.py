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

    root: Path
    settings: Settings
    heads: dict[str, FrontMatter] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> Iterator[Article]:
        """Yield each draft as an article that is in no database; what is broken becomes a problem."""
        for source in self.heads:
            try:
                article = Article(id=article_id(source), source=source)
                fill_article(article, make_draft(self.root, _read(self.root, source), self.settings))
            except Broken as broken:
                self.problems.append(Problem(source, broken.line, broken.reason))
            else:
                yield article

    def sort_in(self, source: str) -> None:
        try:
            content = decode(_read(self.root, source).content)
            head, _text = read_front_matter(content, self.settings.zone)
        except Broken as broken:
            self.problems.append(Problem(source, broken.line, broken.reason))
            return
        if head.draft:
            self.heads[source] = head
        else:
            self.problems.append(Problem(source, 1, "this is not published yet, so it was left out"))


def find_drafts(session: Session, root: Path, settings: Settings) -> Drafts:
    """Look through the files below `root` that are not published; there are none where the folder is gone."""
    drafts = Drafts(root, settings)
    published = set(session.scalars(select(Article.source)))
    for found in list_files(root):
        if isinstance(found, Problem):
            drafts.problems.append(found)
        elif found not in published:
            drafts.sort_in(found)
    return drafts


def _read(root: Path, source: str) -> Read:
    read = read_file(root, source)
    if isinstance(read, Problem):
        raise Broken(read.line, read.reason)
    return read
