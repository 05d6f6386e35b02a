"""Write what files say into the database; within one transaction, each article succeeds or fails by itself."""

from datetime import UTC, datetime

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from ...related import Described, replace_documents
from ...storage import lock_for_writing
from ..models import Article, Byline, Correction, Tag
from ..search import index_articles
from ..slugs import make_slug
from .aliases import store_aliases
from .folder import Draft, Problem
from .front_matter import Broken, FrontMatter
from .report import Report

# First parts of addresses that belong to the site, whether or not a page of it answers there today.
RESERVED = frozenset(
    {
        "archive",
        "assets",
        "comments",
        "demo",
        "desk",
        "media",
        "oembed",
        "privacy",
        "search",
        "sitemaps",
        ".well-known",
    }
)


def lock_articles(session: Session) -> None:
    """Let nobody else publish until the transaction ends; what is read from here on, in the folder too, is no older."""
    session.connection()  # A transaction begins, and SQLite's writers wait, only here.
    lock_for_writing(session, "articles.publishing")


def store_drafts(session: Session, drafts: list[Draft], gone: set[str], report: Report) -> set[str]:
    """Write all changes, and return the files whose address was refused; each article succeeds or fails by itself."""
    for source in sorted(gone):
        session.execute(delete(Article).where(Article.source == source))
        report.removed.append(source)
    refused = set()
    removed_before = len(report.removed) - len(gone)
    before = _vacate(session, {draft.source for draft in drafts})
    stored: list[Described] = []
    pages: list[str] = []
    written: list[tuple[Article, FrontMatter]] = []
    for draft in drafts:
        try:
            _check_path(session, draft)
        except Broken as broken:
            report.problems.append(Problem(draft.source, broken.line, broken.reason))
            refused.add(draft.source)
            continue
        article = _store_article(session, draft, report)
        before.pop(draft.source, None)
        written.append((article, draft.front))
        if article.is_page:
            pages.append(article.id)
        else:
            stored.append(describe(article, draft.front))
    _move_back(session, before, report)
    store_aliases(session, written, report)
    index_articles(session, [article for article, _front in written])
    removed = [article_id(source) for source in report.removed[removed_before:]]
    replace_documents(session, stored, removed + pages)
    return refused


def _vacate(session: Session, sources: set[str]) -> dict[str, str]:
    """Free the addresses of what is about to change, so that files may trade them; return them by source."""
    query = select(Article.id, Article.source, Article.path).where(Article.source.in_(sources))
    changing = session.execute(query).all()
    if changing:
        session.execute(update(Article), [{"id": row.id, "path": f"vacant:{row.id}"} for row in changing])
    return {row.source: row.path for row in changing}


def _move_back(session: Session, before: dict[str, str], report: Report) -> None:
    """Give those that were refused their address again; where another has it by now, the article goes."""
    for source, path in before.items():
        if find_owner(session, path) is None:
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
    fill_article(article, draft)
    session.flush()
    return article


def fill_article(article: Article, draft: Draft) -> None:
    front = draft.front
    article.path = draft.path
    article.title = front.title
    article.kicker = front.kicker
    article.standfirst = front.standfirst
    article.language = front.language
    article.is_page = front.page
    article.pinned = front.pinned
    article.section = front.section
    article.section_slug = make_slug(front.section) or "news"
    article.published = front.published or article.published
    article.updated = front.updated
    article.picture = draft.picture
    article.blocks = list(draft.rendered.blocks)
    article.contents = list(draft.rendered.contents)
    article.text = draft.rendered.text
    article.words = draft.rendered.words
    article.digest = draft.digest
    article.pictures = draft.pictures
    article.bylines = [
        Byline(rank=n, name=a, slug=make_slug(a) or "author") for n, a in enumerate(front.authors)
    ]
    article.corrections = [
        Correction(rank=n, made=c.made, text=c.text) for n, c in enumerate(front.corrections)
    ]
    article.tags = [Tag(rank=n, name=t, slug=make_slug(t) or "tag") for n, t in enumerate(front.tags)]


def _check_path(session: Session, draft: Draft) -> None:
    """Refuse a path that another article has, or that the site itself answers."""
    line = draft.front.lines.get("path", 1)
    other = find_owner(session, draft.path)
    if other:
        raise Broken(line, f"the address {draft.path} belongs to {other} already; give this one another path")
    if is_taken(draft.path):
        raise Broken(line, f"the address {draft.path} belongs to the site itself; give this one another path")


def find_owner(session: Session, path: str) -> str | None:
    """Return the file of the article that has an address, or its id where it has no file."""
    found = session.execute(select(Article.source, Article.id).where(Article.path == path)).one_or_none()
    return (found.source or found.id) if found else None


def is_taken(path: str) -> bool:
    """Whether an address belongs to the site itself."""
    if path.split("/")[1] in RESERVED:
        return True
    try:
        endpoint, _ = current_app.url_map.bind("").match(path)
    except (RequestRedirect, MethodNotAllowed):
        return True
    except HTTPException:
        return False
    return bool(endpoint != "article.show_article")


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
