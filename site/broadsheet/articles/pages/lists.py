"""The lists of stories: of a section, of an author, with a tag."""

from collections.abc import Callable, Sequence

from flask import Blueprint, Flask, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ...delivery.templates import render
from ...storage import reading
from .. import queries
from ..models import Article

blueprint = Blueprint("lists", __name__)

PAGE_LENGTH = 20
LAST_PAGE = 10_000


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


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
    return render(
        "broadsheet/articles/list.html",
        kind=kind,
        name=name,
        articles=articles[:PAGE_LENGTH],
        page=_page_number(),
        has_next=len(articles) > PAGE_LENGTH,
    )
