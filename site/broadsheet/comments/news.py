"""Of which comments somebody is still to be told."""

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..mail.outbox import offers_mail
from ..storage import insert_for
from .models import Comment, News

AT_ONCE = 100


def add_news(session: Session, comment_id: int) -> None:
    """Note in the caller's transaction that a comment is news; where no mail is sent, nobody will ask."""
    if offers_mail(current_app):
        statement = insert_for(session)(News).values(comment_id=comment_id)
        # An update, though it changes nothing, makes whoever is taking the news wait, or leave it for the next time.
        changed = {"comment_id": comment_id}
        session.execute(statement.on_conflict_do_update(index_elements=["comment_id"], set_=changed))


def take_news(session: Session) -> list[tuple[News, Comment]]:
    """Return the oldest news and the comments that they are about; another node that looks meanwhile finds others."""
    query = select(News, Comment).join(Comment, Comment.id == News.comment_id).order_by(News.comment_id)
    found = session.execute(query.limit(AT_ONCE).with_for_update(of=News, skip_locked=True))
    return [(news, comment) for news, comment in found]
