"""Where imported comments stand: below an article of the file, or of the site, or below a page unknown to it."""

from itertools import islice

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ...articles.models import Article, encode_path
from ...articles.old_addresses import OldAddress, list_likely
from ...comments.models import Thread
from ...comments.posting.in_bulk import store_threads
from ...delivery.addresses import local_path
from ...storage import reading, writing
from ..items import ForeignThread
from ..tidying import tidy_line
from .naming import PAGE_NAMES, split_address
from .run import Run

LONGEST = 1_000
AT_ONCE = 200


def close_threads(run: Run) -> None:
    """Make threads known that were closed and that nobody has written in; those that are known stay as they are."""
    ids = run.spool.closed_threads()
    while some := list(islice(ids, AT_ONCE)):
        found = [find_thread(reading(), run, id) for id in some]
        with writing() as session:
            store_threads(session, [thread for thread in found if thread])


def find_thread(session: Session, run: Run, id: str) -> Thread | None:
    """Return the thread for what the file calls `id`; None where the file says nothing of it, or left its page out."""
    found, foreign = run.spool.find_article(id), run.spool.find_thread(id)
    if found:
        own, article = found
        closed = article.closed or bool(foreign and foreign.closed)
        return _make(own, "", article.title, closed, _find_page(session, Article.id == own)) if own else None
    if run.ours:
        return _find_own(session, id, foreign)
    return _locate(session, foreign) if foreign else None


def _find_own(session: Session, key: str, foreign: ForeignThread | None) -> Thread | None:
    """Return the thread of a key that a Broadsheet site gave: as the file tells of it, or as it is here."""
    page = _find_page(session, Article.id == key)
    if foreign:
        return _make(key, local_path(foreign.address), foreign.title, foreign.closed, page)
    return _make(key, "", "", False, page) if page else session.get(Thread, key)


def _locate(session: Session, foreign: ForeignThread) -> Thread | None:
    """Return the thread of the article at an address; where there is none, one that is called by the address."""
    path, query = split_address(foreign.address)
    if not path:
        return None
    page = _find_at(session, path, query)
    key = tidy_line(f"{path}?{query}" if query else path, LONGEST)
    address = local_path(encode_path(path) + (f"?{query}" if query else ""))
    return _make(page[0] if page else key, address, foreign.title or key, foreign.closed, page)


Page = tuple[str, str, str]  # An article's id, path and title.


def _find_page(session: Session, where: ColumnElement[bool]) -> Page | None:
    row = session.execute(select(Article.id, Article.path, Article.title).where(where).limit(1)).first()
    return (row.id, row.path, row.title) if row else None


def _find_at(session: Session, path: str, query: str) -> Page | None:
    """Return the article that has an address, or had it; a slash and the name of a file at the end make no difference."""
    for name in PAGE_NAMES:
        path = path.removesuffix(name)
    bare = path.rstrip("/")
    former = select(OldAddress.article_id).where(OldAddress.address.in_(list_likely(path, query)))
    present = Article.path.in_([bare, f"{bare}/", f"{bare}.html"])
    return _find_page(session, present) or _find_page(session, Article.id.in_(former))


def _make(key: str, address: str, title: str, closed: bool, page: Page | None) -> Thread:
    """Return a thread; what the page that it stands on says of itself counts."""
    if page:
        address, title = encode_path(page[1]), page[2]
    return Thread(key=key, address=address, title=tidy_line(title, LONGEST), closed=closed)
