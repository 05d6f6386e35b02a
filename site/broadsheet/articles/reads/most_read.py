"""Which stories are read most."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, lazyload

from ..models import Article, Reads
from ..queries import FOR_LISTS, is_listed

FEWEST_READS = 2  # A list of what one reader opened once would say who was here.
FEWEST_STORIES = 3


def list_most_read(session: Session, hours: int, limit: int) -> Sequence[Article]:
    """Return what was read most within so many hours, the first first; nothing where those are too few for a list."""
    since = datetime.now(UTC) - timedelta(hours=hours)
    total = func.sum(Reads.count)
    read = select(Reads.article_id, total.label("total")).where(Reads.hour > since)
    totals = read.group_by(Reads.article_id).having(total >= FEWEST_READS).subquery()
    query = (
        select(Article)
        .join(totals, totals.c.article_id == Article.id)
        .where(is_listed())
        .options(*FOR_LISTS, lazyload(Article.bylines), lazyload(Article.tags))
        .order_by(totals.c.total.desc(), Article.id)
        .limit(limit)
    )
    found = session.scalars(query).all()
    return found if len(found) >= FEWEST_STORIES else []
