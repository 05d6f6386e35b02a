"""The site in a few lines of Markdown, for language models that read it (https://llmstxt.org); off by default."""

import re

from flask import Blueprint, Flask, abort, current_app
from flask.typing import ResponseReturnValue

from ...delivery.templates import render
from ...settings import settings_of
from ...storage import reading
from .. import queries
from .answers import HOUR, answer

blueprint = Blueprint("llms", __name__)
LENGTH = 50
SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#!|])")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/llms.txt")
def show_site_in_short() -> ResponseReturnValue:
    if not settings_of(current_app).llms_txt:
        abort(404)
    articles = queries.list_latest(reading(), LENGTH)
    given = {"articles": articles, "sections": queries.list_sections(reading()), "plain": escape_markdown}
    return answer(render("broadsheet/articles/llms.txt", **given), "text/plain", HOUR)


def escape_markdown(text: str) -> str:
    """Return a text as one line in which nothing is markup."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
