"""Copy the articles of a data folder of ours, and the comments on them, into the database of the straightforward page."""

from pathlib import Path

from opening import opened
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from broadsheet.articles.models import Article as OurArticle
from broadsheet.comments.models import Comment as OurComment
from broadsheet.storage import reading

from .models import Article, Base, Comment


def copy_site(data: Path, database: Path) -> None:
    engine = create_engine(f"sqlite:///{database}")
    Base.metadata.create_all(engine)
    with opened(data), Session(engine) as session, session.begin():
        for article in reading().scalars(select(OurArticle)):
            session.add(copy_article(article))
    engine.dispose()


def copy_article(ours: OurArticle) -> Article:
    query = select(OurComment).where(OurComment.thread == ours.id).order_by(OurComment.id)
    return Article(
        path=ours.path,
        title=ours.title,
        standfirst=ours.standfirst,
        author=ours.bylines[0].name if ours.bylines else "",
        section=ours.section,
        published=ours.published,
        html="\n".join(block.get("html", "") for block in ours.blocks),
        comments=[copy_comment(comment) for comment in reading().scalars(query)],
    )


def copy_comment(ours: OurComment) -> Comment:
    return Comment(id=ours.id, parent_id=ours.parent_id, name=ours.name, written=ours.written, html=ours.html)
