"""The lists of stories: of a section, of an author, with a tag."""

from collections.abc import Callable, Sequence

from flask import Blueprint, Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ...delivery.templates import render
from ...languages import N_
from ...storage import reading
from .. import queries
from ..keeping import keep_with_articles
from ..machines.subjects import AUTHOR, SECTION, TAG, name_subject
from ..models import Article
from .front import choose_lead
from .paging import page_number

blueprint = Blueprint("lists", __name__)

PAGE_LENGTH = 20


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/sections/<slug>")
def show_section(slug: str) -> ResponseReturnValue:
    articles = list_page(queries.list_in_section, slug)
    lead = choose_lead(articles) if page_number() == 1 else None
    return render_list("section.html", articles, subject=name_subject(SECTION, slug, articles), lead=lead)


@blueprint.get("/authors/<slug>")
def show_author(slug: str) -> ResponseReturnValue:
    articles = list_page(queries.list_by_author, slug)
    subject = name_subject(AUTHOR, slug, articles)
    return render_list("list.html", articles, kind=N_("Stories by"), subject=subject)


@blueprint.get("/tags/<slug>")
def show_tag(slug: str) -> ResponseReturnValue:
    articles = list_page(queries.list_with_tag, slug)
    return render_list(
        "list.html", articles, kind=N_("Stories about"), subject=name_subject(TAG, slug, articles)
    )


Query = Callable[[Session, str, int, int], Sequence[Article]]


def list_page(query: Query, slug: str) -> Sequence[Article]:
    """Return the articles of the page that the address asks for, and one more if there is a next page."""
    keep_with_articles()
    articles = query(reading(), slug, PAGE_LENGTH + 1, (page_number() - 1) * PAGE_LENGTH)
    if not articles:
        abort(404)
    return articles


def render_list(template: str, articles: Sequence[Article], **given: object) -> str:
    """Render a page of a list that `list_page` returned."""
    return render(
        f"broadsheet/articles/{template}",
        articles=articles[:PAGE_LENGTH],
        page=page_number(),
        has_next=len(articles) > PAGE_LENGTH,
        **given,
    )
