"""What moderators decided, counted word by word.

A comment says what was learned of it (`Comment.learned`), so that it counts once, and can be taken back exactly as long as
its words are still the same. One row counts the decided comments themselves; its name holds the version of what words are,
so where it is missing, all is counted anew.
"""

from collections.abc import Iterable

from flask import Flask
from sqlalchemy import ColumnElement, and_, bindparam, case, delete, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ...storage import insert_for, lock_for_writing, reading, writing
from ..models import Comment
from .models import Word
from .score import Counts
from .words import VERSION, find_words

DECIDED = f"(decided, {VERSION})"  # No word of a comment has a space.
SPAM, KEPT = "spam", "kept"
AT_ONCE = 1_000
TABLE = Word.__table__
# Each comment that is posted asks it, so it is built once, and of columns alone: that takes half the time.
COUNTS = select(TABLE.c.word, TABLE.c.spam, TABLE.c.kept).where(
    TABLE.c.word.in_(bindparam("words", expanding=True))
)


def init_app(app: Flask) -> None:
    """Count anew, once for all processes, where a version before counted other words."""
    with app.app_context():
        if not is_current(reading()):
            with writing() as session:
                lock_for_writing(session, Word.__tablename__)
                if not is_current(session):
                    relearn(session)


def is_current(session: Session) -> bool:
    return session.scalars(select(Word.word).where(Word.word == DECIDED)).one_or_none() is not None


def read_counts(session: Session, words: Iterable[str]) -> Counts:
    """Return what was learned of these words, in one query."""
    counts = Counts()
    for word, spam, kept in session.execute(COUNTS, {"words": [DECIDED, *words]}):
        counts.spam[word], counts.kept[word] = spam, kept
    counts.spams, counts.keeps = counts.spam[DECIDED], counts.kept[DECIDED]
    return counts


def learn(session: Session, comment: Comment, as_spam: bool) -> None:
    """Count a comment as spam or as kept in the caller's transaction; one counted otherwise moves.

    Lock the rows of comments and threads that you change before: others wait for what is counted here until the end.
    """
    learn_as(session, comment, SPAM if as_spam else KEPT)


def unlearn(session: Session, comment: Comment) -> None:
    """Take back what was learned of a comment, before its words change."""
    learn_as(session, comment, None)


def learn_as(session: Session, comment: Comment, to: str | None) -> None:
    """Count a comment as `SPAM` or `KEPT`, or not at all, whatever it was counted as before."""
    if comment.learned == to:
        return
    spam, kept = ((to == kind) - (comment.learned == kind) for kind in (SPAM, KEPT))
    _count(session, [DECIDED, *find_words(comment)], spam, kept)
    comment.learned = to
    session.flush()


def _count(session: Session, words: list[str], spam: int, kept: int) -> None:
    """Count so many more or less of each word, and forget the words that are in no decided comment any more."""
    lock_for_writing(session, Word.__tablename__)
    more = {"spam": max(0, spam), "kept": max(0, kept)}
    statement = insert_for(session)(Word).values([{"word": word} | more for word in sorted(words)])
    changed = {"spam": _add(Word.spam, spam), "kept": _add(Word.kept, kept)}
    session.execute(statement.on_conflict_do_update(index_elements=["word"], set_=changed))
    if spam + kept < 0:
        gone = and_(Word.word.in_(words), Word.word != DECIDED, Word.spam == 0, Word.kept == 0)
        session.execute(delete(Word).where(gone), execution_options={"synchronize_session": False})


def _add(column: InstrumentedAttribute[int], change: int) -> ColumnElement[int]:
    return case((column + change > 0, column + change), else_=0)


def relearn(session: Session) -> None:
    """Count all decided comments that are still there, and forget what was counted before."""
    counts = Counts()
    told = (Comment.name, Comment.email, Comment.website, Comment.text, Comment.learned)
    query = select(*told).where(Comment.learned.is_not(None)).execution_options(yield_per=AT_ONCE)
    for comment in session.execute(query):
        counts.add([DECIDED, *find_words(comment)], comment.learned == SPAM)
    words = sorted({DECIDED} | counts.spam.keys() | counts.kept.keys())
    session.execute(delete(Word))
    for start in range(0, len(words), AT_ONCE):
        rows = [
            {"word": word, "spam": counts.spam[word], "kept": counts.kept[word]}
            for word in words[start : start + AT_ONCE]
        ]
        session.execute(insert(Word), rows)
