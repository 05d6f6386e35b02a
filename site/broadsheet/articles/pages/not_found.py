"""The page for an address at which there is nothing: it offers what was perhaps meant."""

from collections.abc import Sequence

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from ...delivery.templates import render
from ...storage import reading
from .. import queries
from ..models import Article
from ..search.asking import read_question
from ..search.finding import search

SHOWN = 5


def init_app(app: Flask) -> None:
    app.register_error_handler(404, show_not_found)


def show_not_found(error: NotFound) -> ResponseReturnValue:
    session = reading()
    reason = error.description if error.description != NotFound.description else ""
    meant = guess_meant(session, request.path)
    latest = queries.list_latest(session, SHOWN) if not meant else []
    return render("broadsheet/articles/not_found.html", reason=reason, meant=meant, latest=latest), 404


def guess_meant(session: Session, path: str) -> Sequence[Article]:
    """Return the stories that have the words of an address's last part, as that is made of a title or a file's name."""
    last = path.rstrip("/").rpartition("/")[2]
    if "." in last:  # A file such as those that robots look for on other sites.
        return []
    question = read_question(last.replace("-", " ").replace("_", " "))
    return search(session, question, section=None, limit=SHOWN, offset=0).articles
