"""The tables of the search, but for the index itself: `broadsheet_search_index` is of another kind on each database.

It is made by migration 0009, and written and asked by `fts5.py` or `tsvector.py`. What leaves `Indexed` leaves it too.
"""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ...storage import Base


class Indexed(Base):
    """An article that the index knows, under a number; `version` says how its words were prepared."""

    __tablename__ = "broadsheet_search_articles"

    number: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(
        ForeignKey("broadsheet_articles.id", ondelete="CASCADE"), unique=True
    )
    version: Mapped[int]


class KnownWord(Base):
    """A word that is, or once was, in an article, with what a misspelt one is compared by first."""

    __tablename__ = "broadsheet_search_words"
    __table_args__ = (Index(None, "first", "length", "word"), Index(None, "last", "length", "word"))

    word: Mapped[str] = mapped_column(primary_key=True)
    length: Mapped[int]
    first: Mapped[str]
    last: Mapped[str]
