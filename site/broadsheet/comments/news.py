"""Of which comments somebody is still to be told."""

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..mail.outbox import offers_mail
from ..storage import insert_for
from .models import Comment, News

AT_ONCE = 200


def add_news(session: Session, comment_id: int) -> None:
    """Note in the caller's transaction that a comment is news; where no mail is sent, nobody will ask."""
    if offers_mail(current_app):
        statement = insert_for(session)(News).values(comment_id=comment_id).on_conflict_do_nothing()
        session.execute(statement)


def take_news(session: Session) -> list[Comment]:
    """Remove the oldest news in the caller's transaction, and return the comments that they are about."""
    query = select(News.comment_id).order_by(News.comment_id).limit(AT_ONCE)
    ids = session.scalars(query.with_for_update(skip_locked=True)).all()
    session.execute(delete(News).where(News.comment_id.in_(ids)))
    return list(session.scalars(select(Comment).where(Comment.id.in_(ids)).order_by(Comment.id)))
