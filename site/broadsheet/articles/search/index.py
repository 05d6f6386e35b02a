"""Which index a session's database has: `fts5` or `tsvector`. Both offer the same."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, TableClause
from sqlalchemy.orm import Session

from . import fts5, tsvector
from .asking import Question
from .preparing import Prepared


class SearchIndex(Protocol):
    TABLE: TableClause
    NUMBER: ColumnElement[int]

    def write(self, session: Session, rows: Iterable[tuple[int, Prepared]]) -> None: ...
    def matches(self, question: Question) -> ColumnElement[bool]: ...
    def relevance(self, question: Question) -> ColumnElement[float]: ...
    def years_since_published(self, now: datetime) -> ColumnElement[Any]: ...


def index_of(session: Session) -> SearchIndex:
    index: Any = tsvector if session.get_bind().dialect.name == "postgresql" else fts5
    found: SearchIndex = index
    return found
