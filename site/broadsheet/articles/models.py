"""The tables of what is published."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..storage import Base


class Article(Base):
    """One article, ready to be shown: `blocks` is its text as rendered once, at publishing.

    A block is `{"html": …}` or, for a link on a line of its own, `{"link": url, "label": …}`. `picture` is
    `{"address", "alt", "caption", "credit", "width", "height"}` or None. `source` names the file it came from,
    `digest` is the SHA-256 of that file, and `pictures` gives the state of each picture file that it uses.
    """

    __tablename__ = "broadsheet_articles"

    id: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    standfirst: Mapped[str]
    section: Mapped[str]
    section_slug: Mapped[str] = mapped_column(index=True)
    published: Mapped[datetime] = mapped_column(index=True)
    updated: Mapped[datetime | None]
    picture: Mapped[dict[str, Any] | None]
    blocks: Mapped[list[Any]]
    text: Mapped[str]
    source: Mapped[str | None] = mapped_column(unique=True)
    digest: Mapped[str | None]
    pictures: Mapped[dict[str, Any] | None]

    @property
    def address(self) -> str:
        """The path as it stands in a link, percent-encoded."""
        return quote(self.path, safe="/:@!$&'()*+,;=~")

    bylines: Mapped[list["Byline"]] = relationship(
        order_by="Byline.rank", cascade="all, delete-orphan", lazy="selectin"
    )
    tags: Mapped[list["Tag"]] = relationship(
        order_by="Tag.rank", cascade="all, delete-orphan", lazy="selectin"
    )


class Byline(Base):
    """One author of an article; rank 0 stands first."""

    __tablename__ = "broadsheet_article_bylines"

    article_id: Mapped[str] = mapped_column(
        ForeignKey("broadsheet_articles.id", ondelete="CASCADE"), primary_key=True
    )
    rank: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(index=True)


class Tag(Base):
    """One tag of an article."""

    __tablename__ = "broadsheet_article_tags"

    article_id: Mapped[str] = mapped_column(
        ForeignKey("broadsheet_articles.id", ondelete="CASCADE"), primary_key=True
    )
    rank: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(index=True)
