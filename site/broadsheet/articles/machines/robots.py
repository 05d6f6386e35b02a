"""What crawlers may ask for (RFC 9309): everything that is for reading."""

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from ...delivery.templates import render
from .answers import HOUR, answer

blueprint = Blueprint("robots", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/robots.txt")
def show_robots() -> ResponseReturnValue:
    return answer(render("broadsheet/articles/robots.txt"), "text/plain", HOUR)
