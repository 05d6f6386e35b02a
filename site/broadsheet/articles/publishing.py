"""Publish a folder: the database follows the files, and the relation follows the database.

What takes long (reading, rendering, comparing) is done outside of the transactions, which only write.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from ..related import Described, refresh_lists, replace_documents
from ..settings import Settings, settings_of
from ..storage import lock_for_writing, reading, writing
from .folder import Draft, Problem, Read, is_unchanged, make_draft, read_files
from .front_matter import Broken, FrontMatter
from .models import Article, Byline, Tag
from .slugs import make_slug

# First parts of addresses that belong to the site, whether or not a page of it answers there today.
RESERVED = frozenset({"assets", "comments", "demo", "desk", "media", "privacy", ".well-known"})


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
    drafts = list(_make_drafts(root, reads, settings, report))
    gone = _find_gone(reads, drafts, report)
    public = [draft for draft in drafts if not draft.front.draft]
    if public or gone:
        with writing() as session:
            lock_for_writing(session, "articles.publishing")
            _store(session, public, gone, report)
    refresh_lists()
    return report


def article_id(source: str) -> str:
    """Return the id of the article in a file: the file's name below the folder, without `.md`."""
    return source.removesuffix(".md")


def describe(article: Article, front: FrontMatter) -> Described:
    """Describe an article to the relation, with what its head says of other articles."""
    return Described(
        id=article.id,
        title=article.title,
        text=f"{article.standfirst}\n{article.text}",
        address=article.address,
        published=article.published,
        section=article.section,
        tags=[tag.name for tag in article.tags],
        series=front.series,
        picture=article.picture,
        pinned=front.related,
        unrelated=front.unrelated,
    )


def _sort_out(found: Iterable[Read | Problem], report: Report) -> Iterator[Read]:
    for item in found:
        if isinstance(item, Problem):
            report.problems.append(item)
        else:
            yield item


def _make_drafts(root: Path, reads: list[Read], settings: Settings, report: Report) -> Iterator[Draft]:
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
            report.problems += [
                Problem(read.source, r.line, r.reason, fatal=False) for r in draft.front.remarks
            ]
            yield draft


def _find_gone(reads: list[Read], drafts: list[Draft], report: Report) -> set[str]:
    """Return the files whose articles have to go: removed ones, and those that became drafts."""
    present = {read.source for read in reads} | {problem.source for problem in report.problems}
    hidden = {draft.source for draft in drafts if draft.front.draft}
    known = {source for source in reading().scalars(select(Article.source)) if source}
    return {source for source in known if source not in present or source in hidden}


def _store(session: Session, drafts: list[Draft], gone: set[str], report: Report) -> None:
    """Write all changes; within them, each article succeeds or fails by itself."""
    for source in sorted(gone):
        session.execute(delete(Article).where(Article.source == source))
        report.removed.append(source)
    before = _vacate(session, {draft.source for draft in drafts})
    stored = []
    for draft in drafts:
        try:
            _check_path(session, draft)
        except Broken as broken:
            report.problems.append(Problem(draft.source, broken.line, broken.reason))
            continue
        stored.append(describe(_store_article(session, draft, report), draft.front))
        before.pop(draft.source, None)
    _move_back(session, before, report)
    replace_documents(session, stored, [article_id(source) for source in report.removed])


def _vacate(session: Session, sources: set[str]) -> dict[str, str]:
    """Free the addresses of what is about to change, so that files may trade them; return them by source."""
    known = session.execute(select(Article.id, Article.source, Article.path)).all()
    changing = [row for row in known if row.source in sources]
    if changing:
        session.execute(update(Article), [{"id": row.id, "path": f"vacant:{row.id}"} for row in changing])
    return {row.source: row.path for row in changing}


def _move_back(session: Session, before: dict[str, str], report: Report) -> None:
    """Give those that were refused their address again; where another has it by now, the article goes."""
    for source, path in before.items():
        if _find_owner(session, path) is None:
            session.scalars(select(Article).where(Article.source == source)).one().path = path
            session.flush()
        else:
            session.execute(delete(Article).where(Article.source == source))
            report.removed.append(source)


def _store_article(session: Session, draft: Draft, report: Report) -> Article:
    article = session.scalars(select(Article).where(Article.source == draft.source)).one_or_none()
    if article is None:
        article = Article(id=article_id(draft.source), source=draft.source, published=datetime.now(UTC))
        session.add(article)
        report.published.append(draft.source)
    else:
        report.changed.append(draft.source)
    _fill(article, draft)
    session.flush()
    return article


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
    article.pictures = draft.pictures
    article.bylines = [
        Byline(rank=n, name=a, slug=make_slug(a) or "author") for n, a in enumerate(front.authors)
    ]
    article.tags = [Tag(rank=n, name=t, slug=make_slug(t) or "tag") for n, t in enumerate(front.tags)]


def _check_path(session: Session, draft: Draft) -> None:
    """Refuse a path that another article has, or that the site itself answers."""
    line = draft.front.lines.get("path", 1)
    other = _find_owner(session, draft.path)
    if other:
        raise Broken(line, f"the address {draft.path} belongs to {other} already; give this one another path")
    if _is_taken(draft.path):
        raise Broken(line, f"the address {draft.path} belongs to the site itself; give this one another path")


def _find_owner(session: Session, path: str) -> str | None:
    found = session.execute(select(Article.source, Article.id).where(Article.path == path)).one_or_none()
    return (found.source or found.id) if found else None


def _is_taken(path: str) -> bool:
    if path.split("/")[1] in RESERVED:
        return True
    try:
        endpoint, _ = current_app.url_map.bind("").match(path)
    except (RequestRedirect, MethodNotAllowed):
        return True
    except HTTPException:
        return False
    return bool(endpoint != "articles.show_article")
