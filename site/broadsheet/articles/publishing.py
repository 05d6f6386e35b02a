"""Publish a folder: the database follows the files, in one transaction, and the relation follows the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ..related import Described, replace_documents
from ..settings import settings_of
from ..storage import lock_for_writing, reading, writing
from .folder import Draft, Problem, Read, make_draft, read_files
from .front_matter import Broken
from .models import Article, Byline, Tag
from .slugs import make_slug


@dataclass
class Report:
    """What a publishing did, by the names of the files."""

    published: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        return bool(self.published or self.changed or self.removed)


def publish_folder() -> Report:
    """Make the database say what the folder says, and report; what is broken stays as it was last good."""
    settings = settings_of(current_app)
    root = settings.content_folder
    report = Report()
    if not root.is_dir():  # A folder that is not mounted must not empty the site.
        report.problems.append(
            Problem(str(root), 1, "the folder of articles is gone, so nothing was changed")
        )
        return report
    reads = list(_sort_out(read_files(root), report))
    present = {read.source for read in reads} | {problem.source for problem in report.problems}
    known = {row.source: row.digest for row in reading().execute(select(Article.source, Article.digest))}
    drafts = []
    for read in reads:
        if known.get(read.source) != read.digest:
            with _reporting(read.source, report):
                drafts.append(make_draft(root, read, settings))
    gone = {source for source in known if source and source not in present}
    gone |= {draft.source for draft in drafts if draft.front.draft and draft.source in known}
    if drafts or gone:
        with writing() as session:
            lock_for_writing(session, "articles.publishing")
            _remove(session, gone, report)
            # What is refused for an address that another file of this batch gives up gets a second try.
            for draft in [draft for draft in drafts if not _try_to_publish(session, draft, report)]:
                with _reporting(draft.source, report):
                    _publish(session, draft, report)
            _relate(session, report)
    return report


def article_id(source: str) -> str:
    """Return the id of the article in a file: the file's name below the folder, without `.md`."""
    return source.removesuffix(".md")


def _sort_out(found: Iterator[Read | Problem], report: Report) -> Iterator[Read]:
    for item in found:
        if isinstance(item, Problem):
            report.problems.append(item)
        else:
            yield item


@contextmanager
def _reporting(source: str, report: Report) -> Iterator[None]:
    try:
        yield
    except Broken as broken:
        report.problems.append(Problem(source, broken.line, broken.reason))


def _try_to_publish(session: Session, draft: Draft, report: Report) -> bool:
    try:
        _publish(session, draft, report)
    except Broken:
        return False
    return True


def _publish(session: Session, draft: Draft, report: Report) -> None:
    if draft.front.draft:
        return
    _check_path(session, draft)
    report.problems += [Problem(draft.source, r.line, r.reason, fatal=False) for r in draft.front.remarks]
    article = session.scalars(select(Article).where(Article.source == draft.source)).one_or_none()
    if article is None:
        article = Article(id=article_id(draft.source), source=draft.source, published=datetime.now(UTC))
        session.add(article)
        report.published.append(draft.source)
    else:
        report.changed.append(draft.source)
    _fill(article, draft)
    session.flush()


def _fill(article: Article, draft: Draft) -> None:
    front = draft.front
    article.path = draft.path
    article.title = front.title
    article.standfirst = front.standfirst
    article.section = front.section
    article.section_slug = make_slug(front.section) or "news"
    article.published = front.published or article.published
    article.updated = front.updated
    article.picture = draft.picture
    article.blocks = list(draft.rendered.blocks)
    article.text = draft.rendered.text
    article.digest = draft.digest
    article.bylines = [
        Byline(rank=n, name=a, slug=make_slug(a) or "author") for n, a in enumerate(front.authors)
    ]
    article.tags = [Tag(rank=n, name=t, slug=make_slug(t) or "tag") for n, t in enumerate(front.tags)]


def _check_path(session: Session, draft: Draft) -> None:
    """Refuse a path that another article has, or that the site itself answers."""
    line = draft.front.lines.get("path", 1)
    query = select(Article.source).where(Article.path == draft.path, Article.id != article_id(draft.source))
    other = session.scalars(query).first()
    if other:
        raise Broken(line, f"the address {draft.path} belongs to {other} already; give this one another path")
    if _is_taken(draft.path):
        raise Broken(line, f"the address {draft.path} belongs to the site itself; give this one another path")


def _is_taken(path: str) -> bool:
    try:
        endpoint, _ = current_app.url_map.bind("").match(path)
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return bool(endpoint != "articles.show_article")


def _remove(session: Session, sources: set[str], report: Report) -> None:
    session.execute(delete(Article).where(Article.source.in_(sources)))
    report.removed += sorted(sources)


def _relate(session: Session, report: Report) -> None:
    changed = [article_id(source) for source in report.published + report.changed]
    articles = session.scalars(select(Article).where(Article.id.in_(changed)))
    replace_documents(
        session, [describe(a) for a in articles], [article_id(source) for source in report.removed]
    )


def describe(article: Article) -> Described:
    """Describe an article to the relation."""
    return Described(
        id=article.id,
        title=article.title,
        text=f"{article.standfirst}\n{article.text}",
        address=article.path,
        published=article.published,
        section=article.section,
        tags=[tag.name for tag in article.tags],
        picture=article.picture,
    )
