"""Close a thread, or open it again, also one in which nobody has written yet."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...articles.models import Article, encode_path
from ...comments.deciding import close_thread, lock_thread
from ...comments.models import Thread
from ...comments.posting.in_bulk import store_threads
from ..journal.writing import THREAD, write_entry

CLOSE, OPEN = "close", "open"


def close_or_open(session: Session, who: str, key: str, closed: bool) -> str | None:
    """Let a thread take no more comments, or take them again, in the caller's transaction.

    Return the name of that in the journal, nothing if it was so already, and None where there is no such thread or page.
    """
    lock_thread(session, key)
    thread = session.get(Thread, key, populate_existing=True) or make_thread(session, key)
    if thread is None:
        return None
    if thread.closed == closed:
        return ""
    close_thread(session, key, closed)
    before, after = {"closed": not closed}, {"closed": closed}
    return write_entry(session, who, CLOSE if closed else OPEN, THREAD, key, before, after).batch


def make_thread(session: Session, key: str) -> Thread | None:
    """Make the thread of an article known, as its first comment would; None where there is no such article."""
    row = session.execute(select(Article.path, Article.title).where(Article.id == key)).one_or_none()
    if row is None:
        return None
    store_threads(session, [Thread(key=key, address=encode_path(row.path), title=row.title, closed=False)])
    return session.get(Thread, key)
