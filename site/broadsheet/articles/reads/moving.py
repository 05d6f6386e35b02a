"""Reads that move with a site."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...storage import insert_for
from ..models import Article, Reads


def take_over_reads(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Store some `{"article_id", "hour", "count"}` in the caller's transaction, of articles and hours that lack them."""
    known = set(
        session.scalars(select(Article.id).where(Article.id.in_({row["article_id"] for row in rows})))
    )
    found = [row for row in rows if row["article_id"] in known]
    if found:
        session.execute(insert_for(session)(Reads.__table__).on_conflict_do_nothing(), found)
