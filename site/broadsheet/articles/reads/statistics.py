"""How much was read, and what most."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...storage import begin_of
from ..models import Article, Reads
from ..queries import FOR_LINKS


def count_reads(session: Session, days: Sequence[date]) -> list[int]:
    """Return how often stories were read on each day."""
    hours = select(Reads.hour, func.sum(Reads.count)).where(Reads.hour >= begin_of(days[0]))
    counted: Counter[date] = Counter()
    for hour, number in session.execute(hours.group_by(Reads.hour)):
        counted[hour.date()] += int(number)
    return [counted[day] for day in days]


def list_most_read(session: Session, first: date, limit: int) -> list[tuple[Article, int]]:
    """Return what was read most since a day, and how often, the first first."""
    total = func.sum(Reads.count).label("total")
    most = (
        select(Reads.article_id, total)
        .where(Reads.hour >= begin_of(first))
        .group_by(Reads.article_id)
        .order_by(total.desc(), Reads.article_id)
        .limit(limit)
        .subquery()
    )
    query = select(Article, most.c.total).join(most, most.c.article_id == Article.id)
    found = session.execute(query.order_by(most.c.total.desc(), Article.id).options(*FOR_LINKS))
    return [(article, int(number)) for article, number in found]
