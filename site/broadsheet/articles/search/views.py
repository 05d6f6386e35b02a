"""The page of the search, and how a browser learns of it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, abort, make_response, request, url_for
from flask.typing import ResponseReturnValue

from ...delivery.addresses import site_root
from ...delivery.templates import render
from ...storage import reading
from .. import queries
from ..models import Article
from .asking import LONGEST, MOST_WORDS, Question, read_question
from .finding import MOST_COUNTED, search
from .marking import Segment, make_snippet, mark

blueprint = Blueprint("search", __name__)

PAGE_LENGTH = 20
LAST_PAGE = MOST_COUNTED // PAGE_LENGTH
NEWEST = 6


@dataclass(frozen=True)
class Result:
    """An article as it stands in the list, with what to mark of it."""

    article: Article
    title: list[Segment]
    snippet: list[Segment]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/search")
def show_results() -> ResponseReturnValue:
    typed = request.args.get("q", "").replace("\0", " ").strip()
    sections = queries.list_sections(reading())
    section = next((one for one in sections if one.slug == request.args.get("section")), None)
    page, as_typed = _page_number(), "exact" in request.args
    found = search(
        reading(),
        read_question(typed),
        section.slug if section else None,
        PAGE_LENGTH,
        (page - 1) * PAGE_LENGTH,
        as_typed,
    )
    if page > 1 and not found.articles:
        abort(404)
    kept: dict[str, Any] = {"q": typed[:LONGEST], "section": section.slug if section else None}
    return render(
        "broadsheet/articles/search.html",
        typed=typed[:LONGEST],
        sections=sections,
        section=section,
        found=found,
        results=[make_result(article, found.question) for article in found.articles],
        most_counted=MOST_COUNTED,
        most_words=MOST_WORDS,
        newest=[] if found.total else queries.list_latest(reading(), NEWEST),
        exact_address=url_for("search.show_results", exact=1, **kept),
        newer_address=_page_address(page - 1, kept) if page > 1 else None,
        older_address=_page_address(page + 1, kept) if _has_next(page, found.total) else None,
    )


@blueprint.get("/opensearch.xml")
def show_description() -> ResponseReturnValue:
    """Describe the search to browsers (OpenSearch 1.1, draft 6)."""
    response = make_response(render("broadsheet/articles/opensearch.xml", root=site_root()))
    response.mimetype = "application/opensearchdescription+xml"
    response.add_etag()
    response.make_conditional(request)
    return response


def make_result(article: Article, question: Question) -> Result:
    snippet = make_snippet(article.text, question) or mark(article.standfirst, question)
    return Result(article, mark(article.title, question), snippet)


def _page_number() -> int:
    number = request.args.get("page", 1, type=int)
    if not 1 <= number <= LAST_PAGE:
        abort(404)
    return number


def _has_next(page: int, total: int) -> bool:
    return page < LAST_PAGE and page * PAGE_LENGTH < total


def _page_address(page: int, kept: dict[str, Any]) -> str:
    return url_for("search.show_results", page=page if page > 1 else None, **kept)
