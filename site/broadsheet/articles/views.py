"""The pages of the newsroom: front page, section, author, tag, article, and the pictures beside them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    send_from_directory,
)
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ..comments.showing.page import locate_with
from ..delivery import templates
from ..settings import settings_of
from ..storage import reading
from . import queries
from .models import Article
from .pictures import SUFFIXES

blueprint = Blueprint("articles", __name__)

PAGE_LENGTH = 20
FRONT_LENGTH = 30
LEAD_CANDIDATES = 4
LAST_PAGE = 10_000
# A picture opened by itself is a document too; it may do nothing.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.register_error_handler(404, show_not_found)
    locate_with(app, locate_article)
    templates.share(app, list_sections=lambda: queries.list_sections(reading()))


@blueprint.get("/")
def show_front() -> ResponseReturnValue:
    articles = list(queries.list_latest(reading(), FRONT_LENGTH))
    lead = choose_lead(articles)
    others = [article for article in articles if article is not lead]
    return render_template("broadsheet/articles/front.html", lead=lead, others=others)


def choose_lead(articles: Sequence[Article]) -> Article | None:
    """Return the newest story that has a picture, if it is among the newest few, else the newest."""
    pictured = [article for article in articles[:LEAD_CANDIDATES] if article.picture]
    return next(iter(pictured or articles), None)


@blueprint.get("/sections/<slug>")
def show_section(slug: str) -> ResponseReturnValue:
    articles = _list_page(queries.list_in_section, slug)
    return _render_list("Section", articles[0].section, articles)


@blueprint.get("/authors/<slug>")
def show_author(slug: str) -> ResponseReturnValue:
    articles = _list_page(queries.list_by_author, slug)
    name = next(byline.name for byline in articles[0].bylines if byline.slug == slug)
    return _render_list("Stories by", name, articles)


@blueprint.get("/tags/<slug>")
def show_tag(slug: str) -> ResponseReturnValue:
    articles = _list_page(queries.list_with_tag, slug)
    name = next(tag.name for tag in articles[0].tags if tag.slug == slug)
    return _render_list("Stories about", name, articles)


@blueprint.get("/media/<path:name>")
def show_picture(name: str) -> ResponseReturnValue:
    folder = settings_of(current_app).content_folder.resolve()
    file = (folder / name).resolve()
    hidden = any(part.startswith(".") for part in Path(name).parts)
    if hidden or Path(name).suffix.lower() not in SUFFIXES or not file.is_relative_to(folder):
        abort(404)
    response = send_from_directory(folder, name, max_age=3600)
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response


@blueprint.get("/<path:path>")
def show_article(path: str) -> ResponseReturnValue:
    article = queries.find_article(reading(), f"/{path}")
    if article is None:
        return _redirect_to_neighbour(f"/{path}")
    return render_template("broadsheet/articles/article.html", article=article)


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


def show_not_found(_error: Exception) -> ResponseReturnValue:
    return render_template(
        "broadsheet/articles/not_found.html", articles=queries.list_latest(reading(), 5)
    ), 404


Query = Callable[[Session, str, int, int], Sequence[Article]]


def _list_page(query: Query, slug: str) -> Sequence[Article]:
    """Return the articles of the page that the address asks for, and one more if there is a next page."""
    articles = query(reading(), slug, PAGE_LENGTH + 1, (_page_number() - 1) * PAGE_LENGTH)
    if not articles:
        abort(404)
    return articles


def _page_number() -> int:
    number = request.args.get("page", 1, type=int)
    if not 1 <= number <= LAST_PAGE:
        abort(404)
    return number


def _render_list(kind: str, name: str, articles: Sequence[Article]) -> str:
    return render_template(
        "broadsheet/articles/list.html",
        kind=kind,
        name=name,
        articles=articles[:PAGE_LENGTH],
        page=_page_number(),
        has_next=len(articles) > PAGE_LENGTH,
    )
