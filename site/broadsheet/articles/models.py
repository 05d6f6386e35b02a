"""The tables of what is published."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..storage import Base


def encode_path(path: str) -> str:
    """Return a path as it stands in a link, percent-encoded."""
    return quote(path, safe="/:@!$&'()*+,;=~")


class Article(Base):
    """One article, ready to be shown: `blocks` is its text as rendered once, at publishing.

    A block is `{"html": …}`, for a link on a line of its own `{"link": url, "label": …}`, and for a picture
    `{"picture": …}`. A picture is `{"address", "alt", "caption", "credit", "width", "height", "versions", "middle",
    "crops"}`: `versions` are `{"type", "srcset"}` for each format, the best first, `middle` is the address for what knows no
    choice, and `crops` are `{"address", "width", "height"}` by ratio ("16:9", "4:3", "1:1"). One that moves, or that is
    damaged, has neither versions nor crops, and its own address is the middle one. `contents` are the headings
    of the text, `{"id", "title", "level"}` in order, and `words` is how long it is. A page, such as an imprint, stands
    in no list, and has no thread but one that came along with it. `pinned` ones
    stand first on the front page. `language` is a BCP 47 tag where it is not the site's.
    `source` names the file it came from, `digest` is the SHA-256 of that file, and `pictures`
    gives the state of each picture file that it uses.
    """

    __tablename__ = "broadsheet_articles"
    # A section's list, and the neighbours in it, are read from the index, however large the archive is.
    __table_args__ = (Index(None, "section_slug", "published", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    standfirst: Mapped[str]
    kicker: Mapped[str] = mapped_column(default="")
    language: Mapped[str | None]
    is_page: Mapped[bool] = mapped_column(default=False)
    pinned: Mapped[bool] = mapped_column(default=False, index=True)
    section: Mapped[str]
    section_slug: Mapped[str]
    published: Mapped[datetime] = mapped_column(index=True)
    updated: Mapped[datetime | None]
    picture: Mapped[dict[str, Any] | None]
    blocks: Mapped[list[Any]]
    contents: Mapped[list[Any]] = mapped_column(default=list)
    text: Mapped[str]
    words: Mapped[int] = mapped_column(default=0)
    source: Mapped[str | None] = mapped_column(unique=True)
    digest: Mapped[str | None]
    pictures: Mapped[dict[str, Any] | None]

    @property
    def address(self) -> str:
        """The path as it stands in a link."""
        return encode_path(self.path)

    bylines: Mapped[list["Byline"]] = relationship(
        order_by="Byline.rank", cascade="all, delete-orphan", lazy="selectin"
    )
    tags: Mapped[list["Tag"]] = relationship(
        order_by="Tag.rank", cascade="all, delete-orphan", lazy="selectin"
    )
    corrections: Mapped[list["Correction"]] = relationship(
        order_by="Correction.rank", cascade="all, delete-orphan", back_populates="article"
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


class Correction(Base):
    """One correction of an article: what was wrong, and since when it is right. Rank 0 stands first in its file."""

    __tablename__ = "broadsheet_article_corrections"

    article_id: Mapped[str] = mapped_column(
        ForeignKey("broadsheet_articles.id", ondelete="CASCADE"), primary_key=True
    )
    rank: Mapped[int] = mapped_column(primary_key=True)
    made: Mapped[datetime] = mapped_column(index=True)
    text: Mapped[str]

    article: Mapped[Article] = relationship(back_populates="corrections")


class Unpublished(Base):
    """A file in the folder of articles that is not on the site: a draft, or one that cannot be read, with line and reason.

    `digest` is the SHA-256 of the file, in hex, None where it could not even be opened; `changed` is when it was written.
    """

    __tablename__ = "broadsheet_article_unpublished"

    source: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str | None]
    title: Mapped[str]
    section: Mapped[str]
    changed: Mapped[datetime]
    line: Mapped[int | None]
    problem: Mapped[str | None]


class Reads(Base):
    """How often an article was read in an hour; nothing is kept of who read it."""

    __tablename__ = "broadsheet_article_reads"

    article_id: Mapped[str] = mapped_column(
        ForeignKey("broadsheet_articles.id", ondelete="CASCADE"), primary_key=True
    )
    hour: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    count: Mapped[int]
