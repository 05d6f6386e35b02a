"""The old addresses that articles claim in their heads are stored; those that do not lead to them are remarked on."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Article
from ..old_addresses import OldAddress, add_addresses, drop_addresses
from .folder import Problem
from .front_matter import FrontMatter
from .report import Report


def store_aliases(session: Session, written: list[tuple[Article, FrontMatter]], report: Report) -> None:
    """Let the aliases of these articles lead to them, and no others any more; whoever had one first keeps it."""
    for article, front in written:
        drop_addresses(session, article.id, front.aliases)
    for article, front in written:
        taken = add_addresses(session, article.id, front.aliases)
        for reason in _remark_on(session, article, front.aliases, taken):
            report.problems.append(Problem(str(article.source), front.lines["aliases"], reason, fatal=False))


def _remark_on(session: Session, article: Article, aliases: list[str], taken: set[str]) -> Iterator[str]:
    holder = select(Article.source).join(OldAddress)
    for address in aliases:
        present = session.scalars(select(Article).where(Article.path == address)).one_or_none()
        if present is not None and present is not article:
            yield f"the old address {address} is that of {present.source} now, so it does not lead here"
        elif address in taken:
            other = session.scalars(holder.where(OldAddress.address == address)).one()
            yield f"the old address {address} leads to {other} already, so it does not lead here"
