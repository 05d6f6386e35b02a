"""Of which comments somebody is still to be told."""

from flask import current_app
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ..mail.outbox import offers_mail
from ..storage import insert_for
from .models import Comment, News


def add_news(session: Session, comment_id: int) -> None:
    """Note in the caller's transaction, which has locked the thread, that a comment is news, if mail is sent at all."""
    if offers_mail(current_app):
        statement = insert_for(session)(News).values(comment_id=comment_id).on_conflict_do_nothing()
        session.execute(statement)


def list_threads_with_news(session: Session, *which: ColumnElement[bool]) -> list[str]:
    """Return the keys of threads in which a comment is news, in the order in which they are to be locked."""
    query = select(Comment.thread).join(News, News.comment_id == Comment.id).where(*which).distinct()
    return sorted(session.scalars(query))


def list_news(session: Session, length: int, *which: ColumnElement[bool]) -> list[tuple[News, Comment]]:
    """Return the oldest news, with the comments that they are about; whoever asks has locked their threads."""
    query = select(News, Comment).join(Comment, Comment.id == News.comment_id).where(*which)
    found = session.execute(query.order_by(News.comment_id).limit(length))
    return [(news, comment) for news, comment in found]
