"""The front page."""

from collections.abc import Sequence

from flask import Blueprint, Flask, redirect
from flask.typing import ResponseReturnValue

from ...delivery.templates import render
from ...storage import reading
from .. import queries
from ..keeping import keep_with_articles
from ..models import Article
from .leading_on import find_numbered

blueprint = Blueprint("front", __name__)

FRONT_LENGTH = 30
LEAD_CANDIDATES = 4


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/")
def show_front() -> ResponseReturnValue:
    target = find_numbered()
    if target:
        return redirect(target, 301)
    keep_with_articles()
    pinned = queries.list_pinned(reading(), FRONT_LENGTH)
    latest = [article for article in queries.list_latest(reading(), FRONT_LENGTH) if not article.pinned]
    lead = next(iter(pinned), None) or choose_lead(latest)
    articles = [*pinned, *latest][:FRONT_LENGTH]
    others = [article for article in articles if article is not lead]
    return render("broadsheet/articles/front.html", lead=lead, others=others)


def choose_lead(articles: Sequence[Article]) -> Article | None:
    """Return the newest story that has a picture, if it is among the newest few, else the newest."""
    pictured = [article for article in articles[:LEAD_CANDIDATES] if article.picture]
    return next(iter(pictured or articles), None)
