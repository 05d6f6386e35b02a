"""The article page: the story, composed with its thread, its related stories and its embeds."""

from flask import Blueprint, Flask, abort, redirect
from flask.typing import ResponseReturnValue

from ...comments.showing.page import locate_with
from ...delivery.templates import render
from ...storage import reading
from .. import queries

blueprint = Blueprint("article", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    locate_with(app, locate_article)


@blueprint.get("/<path:path>")
def show_article(path: str) -> ResponseReturnValue:
    article = queries.find_article(reading(), f"/{path}")
    if article is None:
        return _redirect_to_neighbour(f"/{path}")
    return render("broadsheet/articles/article.html", article=article)


def locate_article(id: str) -> tuple[str, str] | None:
    """Return the address and the title of an article, on which its comments stand."""
    article = queries.find_by_id(reading(), id)
    return (article.address, article.title) if article else None


def _redirect_to_neighbour(path: str) -> ResponseReturnValue:
    """Lead to the article whose address differs by the slash at the end, or answer 404."""
    neighbour = path.removesuffix("/") if path.endswith("/") else f"{path}/"
    article = queries.find_article(reading(), neighbour)
    if article is None:
        abort(404)
    return redirect(article.address, 301)
