"""Which stories are read most."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from ...storage import ARTICLES, UtcTime, remembered
from ..models import Article, Reads
from ..queries import FOR_LINKS, IS_LISTED

FEWEST_READS = 2  # A list of what one reader opened once would say who was here.
FEWEST_STORIES = 3
KEPT_SECONDS = 60

TOTAL = func.sum(Reads.count)
MOST_READ = (
    select(Reads.article_id)
    .join(Article, Article.id == Reads.article_id)
    .where(Reads.hour > bindparam("since", type_=UtcTime), IS_LISTED)
    .group_by(Reads.article_id)
    .having(TOTAL >= FEWEST_READS)
    .order_by(TOTAL.desc(), Reads.article_id)
    .limit(bindparam("limit", type_=Integer))
)
STILL_LISTED = (
    select(Article).where(Article.id.in_(bindparam("ids", expanding=True)), IS_LISTED).options(*FOR_LINKS)
)


@dataclass
class MostRead:
    """The ids of what was read most within so many hours, looked up again when they are a minute old.

    Every page shows the list, and to add up all readings takes longer than all else that a page asks.
    """

    hours: int
    limit: int
    ids: Sequence[str] = ()
    until: float = 0.0  # on `time.monotonic`

    def find(self, session: Session) -> Sequence[Article]:
        """Return the stories, the first first; nothing where those are too few for a list."""
        if not self.ids or time.monotonic() >= self.until:
            self.ids = find_most_read(session, self.hours, self.limit)
            self.until = time.monotonic() + KEPT_SECONDS
        ids = tuple(self.ids)
        found = remembered(
            ("articles.most_read", ids), (ARTICLES,), lambda session: find_listed(session, ids)
        )
        return found if len(found) >= FEWEST_STORIES else []


def find_most_read(session: Session, hours: int, limit: int) -> Sequence[str]:
    """Return the ids of the stories that were read most within so many hours, the first first."""
    since = datetime.now(UTC) - timedelta(hours=hours)
    return session.scalars(MOST_READ, {"since": since, "limit": limit}).all()


def find_listed(session: Session, ids: Sequence[str]) -> Sequence[Article]:
    """Return those of some stories that are listed now, in the order of their ids."""
    found = {article.id: article for article in session.scalars(STILL_LISTED, {"ids": ids})} if ids else {}
    return [found[id] for id in ids if id in found]
