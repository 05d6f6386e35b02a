"""What was wrong on this site and is right now."""

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from ...delivery.templates import render
from ...storage import reading
from .. import queries
from ..keeping import keep_with_articles
from .paging import page_number

blueprint = Blueprint("corrections", __name__)

PAGE_LENGTH = 50


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/corrections")
def show_corrections() -> ResponseReturnValue:
    keep_with_articles()
    found = queries.list_corrections(reading(), PAGE_LENGTH + 1, (page_number() - 1) * PAGE_LENGTH)
    return render(
        "broadsheet/articles/corrections.html",
        corrections=found[:PAGE_LENGTH],
        page=page_number(),
        has_next=len(found) > PAGE_LENGTH,
    )
