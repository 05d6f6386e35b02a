"""The table of what was learned."""

from sqlalchemy.orm import Mapped, mapped_column

from ...storage import Base


class Word(Base):
    """In how many comments that moderators removed as spam, and in how many that they kept, a word was."""

    __tablename__ = "broadsheet_comments_words"

    word: Mapped[str] = mapped_column(primary_key=True)
    spam: Mapped[int]
    kept: Mapped[int]
