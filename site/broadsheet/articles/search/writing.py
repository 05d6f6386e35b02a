"""Put articles into the index, in the transaction that stores them, and find those that it does not know.

An article that is deleted leaves the index by itself: by a cascade on PostgreSQL, by a trigger on SQLite.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, and_, delete, or_, select
from sqlalchemy.orm import Session, defer

from ...storage import insert_for, lock_for_writing, reading, writing
from ..models import Article
from .index import index_of
from .models import Indexed, KnownWord
from .preparing import VERSION, Prepared, prepare_article

T = TypeVar("T")
Show = Callable[[int, int], None]

AT_ONCE = 200  # articles of a transaction
WORDS_AT_ONCE = 1_000
SHORTEST, LONGEST = 3, 30  # letters of a word that a misspelt one may stand for


def index_articles(session: Session, articles: Sequence[Article]) -> set[str]:
    """Take in new and changed articles, but for pages, which nobody searches; return their words."""
    words: set[str] = set()
    for some in _cut(articles, AT_ONCE):
        _forget(session, [article.id for article in some if article.is_page])
        prepared = {article.id: prepare_article(article) for article in some if not article.is_page}
        numbers = _number(session, sorted(prepared))
        index_of(session).write(session, [(numbers[id], prepared[id]) for id in sorted(prepared)])
        words |= _choose_words(prepared.values())
    _remember(session, words)
    return words


def fill_index() -> None:
    """Take in what the index does not know, or knows as another version prepared it."""
    while reading().scalars(_find_missing()).first() is not None:
        with writing() as session:
            lock_for_writing(session, "articles.publishing")
            index_articles(session, _load(session, session.scalars(_find_missing()).all()))


def rebuild_index(show: Show) -> int:
    """Make the index anew, a part at a time, while it goes on answering; return how many articles it knows.

    `show` is told how many are done, of how many.
    """
    ids = reading().scalars(select(Article.id).where(Article.is_page.is_(False)).order_by(Article.id)).all()
    before = set(reading().scalars(select(KnownWord.word)))
    now: set[str] = set()
    for number, some in enumerate(_cut(ids, AT_ONCE)):
        show(number * AT_ONCE, len(ids))
        with writing() as session:
            lock_for_writing(session, "articles.publishing")
            now |= index_articles(session, _load(session, some))
    with writing() as session:
        for words in _cut(sorted(before - now), WORDS_AT_ONCE):
            session.execute(delete(KnownWord).where(KnownWord.word.in_(words)))
    show(len(ids), len(ids))
    return len(ids)


def _find_missing() -> Select[str]:
    """Return the query for the ids of the next articles to take in."""
    return (
        select(Article.id)
        .outerjoin(Indexed, Indexed.article_id == Article.id)
        .where(and_(Article.is_page.is_(False), or_(Indexed.number.is_(None), Indexed.version != VERSION)))
        .order_by(Article.id)
        .limit(AT_ONCE)
    )


def _load(session: Session, ids: Sequence[str]) -> Sequence[Article]:
    without_html = (defer(Article.blocks), defer(Article.contents))
    return session.scalars(select(Article).where(Article.id.in_(ids)).options(*without_html)).all()


def _forget(session: Session, ids: Sequence[str]) -> None:
    if ids:
        session.execute(delete(Indexed).where(Indexed.article_id.in_(ids)))


def _number(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """Return the number of each article; a new one gets one."""
    if not ids:
        return {}
    insert = insert_for(session)(Indexed.__table__)
    upsert = insert.on_conflict_do_update(index_elements=["article_id"], set_={"version": VERSION})
    session.execute(upsert, [{"article_id": id, "version": VERSION} for id in ids])
    known = session.scalars(select(Indexed).where(Indexed.article_id.in_(ids)))
    return {one.article_id: one.number for one in known}


def _choose_words(articles: Iterable[Prepared]) -> set[str]:
    """Return the words that a reader may have meant by a misspelt one."""
    words = {word for prepared in articles for part in prepared.parts() for word in part}
    return {word for word in words if SHORTEST <= len(word) <= LONGEST and word.isalpha()}


def _remember(session: Session, words: set[str]) -> None:
    insert: Any = insert_for(session)(KnownWord.__table__).on_conflict_do_nothing()
    for some in _cut(sorted(words), WORDS_AT_ONCE):
        known = set(session.scalars(select(KnownWord.word).where(KnownWord.word.in_(some))))
        rows = [
            {"word": word, "length": len(word), "first": word[0], "last": word[-1]}
            for word in some
            if word not in known
        ]
        if rows:
            session.execute(insert, rows)


def _cut(items: Sequence[T], length: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), length):
        yield items[start : start + length]
