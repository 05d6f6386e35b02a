"""The index on SQLite: a table of FTS5 whose rowid is the article's number.

Its tokenizer `ascii` takes every letter outside of ASCII as it is: what is indexed are the prepared words themselves.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, column, func, literal_column, table, text
from sqlalchemy.orm import Session

from ..models import Article
from .asking import Alternative, Question, Term
from .preparing import Prepared

TABLE = table("broadsheet_search_index", column("rowid"))
NUMBER: ColumnElement[int] = TABLE.c.rowid
WEIGHTS = "10.0, 5.0, 4.0, 1.0"  # title, standfirst, names, text
DAYS_OF_YEAR = 365.25

DELETE = text("DELETE FROM broadsheet_search_index WHERE rowid = :number")
INSERT = text(
    "INSERT INTO broadsheet_search_index (rowid, title, standfirst, names, text) "
    "VALUES (:number, :title, :standfirst, :names, :text)"
)


def write(session: Session, rows: Iterable[tuple[int, Prepared]]) -> None:
    """Put articles into the index, in place of what it knew under their numbers."""
    for number, prepared in rows:
        title, standfirst, names, words = (" ".join(part) for part in prepared.parts())
        session.execute(DELETE, {"number": number})
        given = {"number": number, "title": title, "standfirst": standfirst, "names": names, "text": words}
        session.execute(INSERT, given)


def matches(question: Question) -> ColumnElement[bool]:
    return literal_column("broadsheet_search_index").bool_op("MATCH")(say(question))


def relevance(_question: Question) -> ColumnElement[float]:
    """Return how well an article answers, by BM25 over its parts, whose sign FTS5 turns around."""
    return -literal_column(f"bm25(broadsheet_search_index, {WEIGHTS})")


def years_since_published(now: datetime) -> ColumnElement[Any]:
    moment = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return (func.julianday(moment) - func.julianday(Article.published)) / DAYS_OF_YEAR


def say(question: Question) -> str:
    """Return the question in the language of FTS5 (https://www.sqlite.org/fts5.html, 3)."""
    said = " AND ".join(_say_term(term) for term in question.wanted)
    unwanted = " OR ".join(_say_term(term) for term in question.unwanted)
    return f"({said}) NOT ({unwanted})" if unwanted else said


def _say_term(term: Term) -> str:
    return f"({' OR '.join(_say_alternative(one) for one in term.alternatives())})"


def _say_alternative(alternative: Alternative) -> str:
    # Prepared words hold no quotation marks.
    return f'"{" ".join(alternative.words)}"' + (" *" if alternative.beginning else "")
