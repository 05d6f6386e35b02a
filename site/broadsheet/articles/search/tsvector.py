"""The index on PostgreSQL: a table of tsvectors with a GIN index.

The tsvectors are written out with places and weights, not made by a parser of PostgreSQL's, whose idea of a word depends on
the locale of the database. So what is indexed are the prepared words themselves.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, REAL, ColumnElement, cast, column, extract, func, literal, table, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

from ...storage import UtcTime
from ..models import Article
from .asking import Alternative, Question, Term
from .preparing import Prepared

TABLE = table("broadsheet_search_index", column("number"), column("vector", TSVECTOR()))
NUMBER: ColumnElement[int] = TABLE.c.number
WEIGHTS = "{0.1, 0.4, 0.5, 1.0}"  # D, C, B, A: text, names, standfirst, title
BY_LENGTH = 1  # The rank is divided by 1 + the logarithm of the text's length (manual, 12.3.3).
SECONDS_OF_YEAR = 365.25 * 86_400

UPSERT = text(
    "INSERT INTO broadsheet_search_index (number, vector) VALUES (:number, CAST(:vector AS tsvector)) "
    "ON CONFLICT (number) DO UPDATE SET vector = excluded.vector"
)


def write(session: Session, rows: Iterable[tuple[int, Prepared]]) -> None:
    """Put articles into the index, in place of what it knew under their numbers."""
    given = [{"number": number, "vector": " ".join(_write_out(prepared))} for number, prepared in rows]
    if given:
        session.execute(UPSERT, given)


def matches(question: Question) -> ColumnElement[bool]:
    return TABLE.c.vector.bool_op("@@")(_tsquery(question))


def relevance(question: Question) -> ColumnElement[float]:
    """Return how well an article answers."""
    return func.ts_rank(cast(literal(WEIGHTS), ARRAY(REAL)), TABLE.c.vector, _tsquery(question), BY_LENGTH)


def years_since_published(now: datetime) -> ColumnElement[Any]:
    return extract("epoch", literal(now, UtcTime()) - Article.published) / SECONDS_OF_YEAR


def say(question: Question) -> str:
    """Return the question in the language of tsquery (PostgreSQL's manual, 8.11.2)."""
    wanted = [_say_term(term) for term in question.wanted]
    return " & ".join(wanted + [f"!{_say_term(term)}" for term in question.unwanted])


def _write_out(prepared: Prepared) -> Iterator[str]:
    """Yield each word with its place and weight; a gap between two parts keeps phrases from crossing it."""
    before = 0
    for part, weight in zip(prepared.parts(), "ABCD", strict=True):
        for place, word in enumerate(part, start=before + 1):
            yield f"{word}:{place}{weight}"
        before += len(part) + 1


def _say_term(term: Term) -> str:
    return f"({' | '.join(_say_alternative(one) for one in term.alternatives())})"


def _say_alternative(alternative: Alternative) -> str:
    # Prepared words hold no quotation marks.
    said = " <-> ".join(f"'{word}'" for word in alternative.words)
    return f"({said}{':*' if alternative.beginning else ''})"


def _tsquery(question: Question) -> ColumnElement[Any]:
    return cast(literal(say(question)), TSQUERY)
