"""An article and its comments, as one writes them down first."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Article(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    standfirst: Mapped[str]
    author: Mapped[str]
    section: Mapped[str] = mapped_column(index=True)
    published: Mapped[datetime] = mapped_column(index=True)
    html: Mapped[str]
    comments: Mapped[list["Comment"]] = relationship(back_populates="article", order_by="Comment.written")


class Comment(Base):
    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    name: Mapped[str]
    written: Mapped[datetime]
    html: Mapped[str]
    article: Mapped[Article] = relationship(back_populates="comments")
