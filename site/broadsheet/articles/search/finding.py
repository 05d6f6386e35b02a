"""Find the articles that answer a question, the best first; where a word is in none, what was meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer

from ..models import Article
from ..queries import is_listed
from .asking import Question, Term
from .index import index_of
from .misspelling import list_closest
from .models import Indexed

MOST_COUNTED = 1_000
# What was published today counts so much more than what is very old; after a year it is half of that.
RECENCY = 0.25

FOR_RESULTS = (defer(Article.blocks), defer(Article.contents))


@dataclass(frozen=True)
class Correction:
    """A word that is in no article, and the one that was looked for in its place."""

    typed: str
    meant: str


@dataclass(frozen=True)
class Found:
    """One page of what answers: `question` is what was looked for in the end, and `total` counts to `MOST_COUNTED` + 1."""

    articles: Sequence[Article]
    total: int
    question: Question
    corrections: Sequence[Correction] = ()


def search(
    session: Session, question: Question, section: str | None, limit: int, offset: int, as_typed: bool = False
) -> Found:
    """Return a page of the articles that answer, of one section or of all; `as_typed` corrects nothing."""
    if not question.wanted:
        return Found([], 0, question)
    total = count_found(session, question, section)
    corrections: list[Correction] = []
    if not total and not as_typed:
        question, corrections = correct(session, question)
        total = count_found(session, question, section) if corrections else 0
    articles = list_found(session, question, section, limit, offset) if total else []
    return Found(articles, total, question, corrections)


def correct(session: Session, question: Question) -> tuple[Question, list[Correction]]:
    """Put in place of each word that is in no article the closest that is; of equally close ones that which is in most."""
    corrections = []
    for term in question.wanted:
        if count_found(session, Question((term,)), None, most=1):
            continue
        counted = [
            (count_found(session, Question((Term((word,), exact=True),)), None), word)
            for word in list_closest(session, term)
        ]
        count, word = max(counted, key=lambda pair: pair[0], default=(0, ""))
        if count:
            question = question.with_word(term, word)
            corrections.append(Correction(" ".join(term.words), word))
    return question, corrections


def count_found(session: Session, question: Question, section: str | None, most: int = MOST_COUNTED) -> int:
    """Return how many articles answer; `most` + 1 stands for more."""
    found = _select_found(session, question, section).limit(most + 1).subquery()
    return session.scalars(select(func.count()).select_from(found)).one()


def list_found(
    session: Session, question: Question, section: str | None, limit: int, offset: int
) -> list[Article]:
    """Return articles that answer, the best first."""
    index = index_of(session)
    years = index.years_since_published(datetime.now(UTC))
    score = index.relevance(question) * (1 + RECENCY / (1 + years))
    query = _select_found(session, question, section).order_by(
        score.desc(), Article.published.desc(), Article.id
    )
    ids = session.scalars(query.limit(limit).offset(offset)).all()
    found = session.scalars(select(Article).where(Article.id.in_(ids)).options(*FOR_RESULTS))
    return sorted(found, key=lambda article: ids.index(article.id))


def _select_found(session: Session, question: Question, section: str | None) -> Select[str]:
    index = index_of(session)
    query = (
        select(Article.id)
        .select_from(index.TABLE)
        .join(Indexed, Indexed.number == index.NUMBER)
        .join(Article, Article.id == Indexed.article_id)
        .where(index.matches(question), is_listed())
    )
    return query.where(Article.section_slug == section) if section else query
