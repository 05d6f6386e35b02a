"""Where imported comments stand: below an article of the file, or of the site, or below a page unknown to it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...articles.models import Article
from ...comments.models import Thread
from ...delivery.addresses import local_path
from ..items import ForeignThread
from ..tidying import tidy_line
from .naming import PAGE_NAMES, split_address
from .run import Run

LONGEST = 1_000
SAFE = "/:@!$&'()*+,;=~?"


def find_thread(session: Session, run: Run, id: str) -> Thread | None:
    """Return the thread for what the file calls `id`; None where the file says nothing of it, or left its page out."""
    found = run.spool.find_article(id)
    if found:
        own, article = found
        return _thread_of(own, session.get(Article, own), article.title, article.closed) if own else None
    foreign = run.spool.find_thread(id)
    if run.ours:
        return _find_own(session, id, foreign)
    return _locate(session, foreign) if foreign else None


def _find_own(session: Session, key: str, foreign: ForeignThread | None) -> Thread | None:
    """Return the thread of a key that a Broadsheet site gave: as the file tells of it, or as it is here."""
    article = session.get(Article, key)
    if article:
        return _thread_of(key, article, article.title, bool(foreign and foreign.closed))
    if foreign:
        return Thread(
            key=key, address=local_path(foreign.address), title=foreign.title, closed=foreign.closed
        )
    return session.get(Thread, key)


def _locate(session: Session, foreign: ForeignThread) -> Thread | None:
    path, query = split_address(foreign.address)
    if not path:
        return None
    article = _find_article(session, path)
    if article:
        return _thread_of(article.id, article, foreign.title, foreign.closed)
    address = f"{path}?{query}" if query else path
    key = tidy_line(address, LONGEST)
    return Thread(
        key=key, address=address, title=tidy_line(foreign.title, LONGEST) or key, closed=foreign.closed
    )


def _find_article(session: Session, path: str) -> Article | None:
    for name in PAGE_NAMES:
        path = path.removesuffix(name)
    bare = path.rstrip("/")
    query = select(Article).where(Article.path.in_([bare, f"{bare}/", f"{bare}.html"]))
    return session.scalars(query.limit(1)).first()


def _thread_of(key: str, article: Article | None, title: str, closed: bool) -> Thread:
    address = article.address if article else ""
    return Thread(
        key=key, address=address, title=article.title if article else tidy_line(title, LONGEST), closed=closed
    )
