"""Publish one file at once, for somebody who waits for it."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Article
from .folder import Draft, Problem
from .front_matter import Broken
from .report import Report
from .storing import store_drafts
from .unpublished import describe_draft, replace_unpublished


def publish_file(session: Session, draft: Draft) -> Report:
    """Publish the draft that was made of a file, in the caller's transaction, which holds `storing.lock_articles`.

    Raise `Broken` where its address is taken; then the transaction must not be committed. The lists of related stories, and
    the wider versions of its pictures, wait for the next publishing of the folder, or for the first who asks.
    """
    report = Report()
    there = session.scalars(select(Article.id).where(Article.source == draft.source)).first()
    if draft.front.draft:
        store_drafts(session, [], {draft.source} if there else set(), report)
        report.drafts[draft.source] = describe_draft(draft, datetime.now(UTC))
    else:
        store_drafts(session, [draft], set(), report)
    for problem in report.problems:
        if problem.fatal:
            raise Broken(problem.line, problem.reason)
    report.problems += [Problem(draft.source, r.line, r.reason, fatal=False) for r in draft.remarks]
    replace_unpublished(session, [draft.source], report.drafts.values())
    return report
