"""The page as an able Flask developer writes it in a day: Flask, SQLAlchemy and templates, without tuning.

Three queries: the article, its comments, and the latest of its section. Text is rendered when it is written, and the form
has no token against forgery, which would cost a little more.
"""

import os
from collections import defaultdict

from flask import Flask, abort, g, render_template, request
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from .models import Article, Comment

RELATED = 4


def create_app() -> Flask:
    """Make the app; DATABASE names its SQLite file."""
    app = Flask(__name__)
    engine = create_engine(f"sqlite:///{os.environ['DATABASE']}")
    app.extensions["engine"] = engine

    @app.before_request
    def open_session() -> None:
        g.session = Session(engine)

    @app.teardown_request
    def close_session(_error: BaseException | None) -> None:
        g.session.close()

    @app.get("/readyz")
    def say_ready() -> str:
        return "ready"

    @app.get("/<path:path>")
    def show_article(path: str) -> str:
        article = g.session.scalar(select(Article).where(Article.path == f"/{path}"))
        if article is None:
            abort(404)
        return render_template(
            "article.html",
            article=article,
            answers=sort_by_parent(article.comments),
            related=find_related(g.session, article),
            asks="choice" not in request.cookies,
        )

    return app


def sort_by_parent(comments: list[Comment]) -> dict[int | None, list[Comment]]:
    """Return the answers to each comment, and under None those that answer the article."""
    answers = defaultdict(list)
    for comment in comments:
        answers[comment.parent_id].append(comment)
    return answers


def find_related(session: Session, article: Article) -> list[Article]:
    query = select(Article).where(Article.section == article.section, Article.id != article.id)
    return list(session.scalars(query.order_by(Article.published.desc()).limit(RELATED)))
