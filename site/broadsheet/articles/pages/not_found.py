"""The page for an address at which there is nothing: it offers what was perhaps meant."""

from collections.abc import Iterable, Sequence

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from ...delivery.templates import render
from ...storage import reading
from .. import queries
from ..models import Article
from ..old_addresses import find_target
from ..search.asking import read_question
from ..search.finding import search
from ..search.preparing import prepare_words

SHOWN, MOST_LOOKED_AT = 5, 20


def init_app(app: Flask) -> None:
    app.register_error_handler(404, show_not_found)


def show_not_found(error: NotFound) -> ResponseReturnValue:
    session = reading()
    if target := find_old(session):
        return redirect(target, 301)
    reason = error.description if error.description != NotFound.description else ""
    meant = guess_meant(session, request.path)
    latest = queries.list_latest(session, SHOWN) if not meant else []
    return render("broadsheet/articles/not_found.html", reason=reason, meant=meant, latest=latest), 404


def find_old(session: Session) -> str | None:
    """Return where an old address leads that lies where the site has something of its own, such as `/media/my-story/`."""
    return find_target(session, request.path, "") if request.endpoint == "pictures.show_file" else None


def guess_meant(session: Session, path: str) -> Sequence[Article]:
    """Return the stories that have the words of an address's last part, as that is made of a title or a file's name."""
    last = path.rstrip("/").rpartition("/")[2]
    if "." in last:  # A file such as those that robots look for on other sites.
        return []
    question = read_question(last.replace("-", " ").replace("_", " "))
    found = search(session, question, section=None, limit=MOST_LOOKED_AT, offset=0)
    words = {word for term in found.question.wanted for word in term.words}
    return [article for article in found.articles if not words.isdisjoint(name_words(article))][:SHOWN]


def name_words(article: Article) -> Iterable[str]:
    """Return the words of a title and an address; the text has many, and a story is not called by them."""
    return prepare_words(f"{article.title} {article.path.replace('-', ' ')}")
