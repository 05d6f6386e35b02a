"""Forget the hours that nothing asks for any more: the desk shows a month."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from ...chores import add_chore
from ...storage import writing
from ..models import Reads

SECONDS_BETWEEN_TURNS = 3600
KEPT = timedelta(days=31)


def init_app(app: Flask) -> None:
    add_chore(app, "forget readings", SECONDS_BETWEEN_TURNS, forget_old)


def forget_old() -> str:
    with writing() as session:
        removed = remove_before(session, datetime.now(UTC) - KEPT)
    return f"{removed} hours forgotten" if removed else ""


def remove_before(session: Session, moment: datetime) -> int:
    gone = session.scalars(delete(Reads).where(Reads.hour < moment).returning(Reads.count)).all()
    return len(gone)
