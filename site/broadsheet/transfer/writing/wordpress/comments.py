"""The comments of a thread as an export has them."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ....articles.models import Article
from ....comments.models import APPROVED, DELETED, HELD, SPAM, Comment

APPROVAL = {APPROVED: "1", HELD: "0", SPAM: "spam", DELETED: "trash"}
AT_ONCE = 1_000
COLUMNS = (
    Comment.id,
    Comment.parent_id,
    Comment.status,
    Comment.name,
    Comment.email,
    Comment.website,
    Comment.html,
    Comment.written,
    Comment.staff,
)


def list_comments(session: Session, thread: str) -> Iterator[Any]:
    """Yield the rows of all comments of a thread, each before its answers."""
    query = select(*COLUMNS).where(Comment.thread == thread).order_by(Comment.id)
    yield from session.execute(query.execution_options(yield_per=AT_ONCE))


def count_homeless(session: Session, drafts: Iterable[str]) -> Iterator[str]:
    """Yield a sentence on comments below what is neither an article nor a draft: WordPress has no place for them."""
    known = select(Article.id).where(Article.id == Comment.thread)
    query = select(Comment.thread, func.count()).where(~known.exists()).group_by(Comment.thread)
    own = set(drafts)
    count = sum(number for thread, number in session.execute(query) if thread not in own)
    if count:
        are = "1 comment stands" if count == 1 else f"{count} comments stand"
        yield f"{are} below pages that are no articles, so they were left out"
