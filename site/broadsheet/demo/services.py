"""The demo's services for the consent notice to guard, served by ourselves under a second local host name."""

from flask import Blueprint, Flask, Response, abort, send_from_directory
from flask.typing import ResponseReturnValue

from ..delivery import content_policy
from ..delivery.templates import render
from ..shipped import shipped

blueprint = Blueprint("demo", __name__)
FILMS = {"tide-mill": "The tide mill at work"}
SCRIPTS = {"statistics.js", "advertising.js"}


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/demo/films/<name>")
def show_film(name: str) -> ResponseReturnValue:
    """The page that the link in the article leads to, with or without consent."""
    return render("broadsheet/demo/film.html", title=_title(name), name=name)


@blueprint.get("/demo/player/<name>")
def show_player(name: str) -> ResponseReturnValue:
    """The frame: a document of its own that any page may hold."""
    response = Response(render("broadsheet/demo/player.html", title=_title(name)))
    frameable = content_policy.build_policy({}).replace("frame-ancestors 'none'", "frame-ancestors *")
    response.headers["Content-Security-Policy"] = frameable
    return _let_others_load(response)


@blueprint.get("/demo/scripts/<name>")
def show_script(name: str) -> ResponseReturnValue:
    if name not in SCRIPTS:
        abort(404)
    return _let_others_load(send_from_directory(shipped("static") / "demo", name, max_age=0))


def _title(name: str) -> str:
    if name not in FILMS:
        abort(404)
    return FILMS[name]


def _let_others_load(response: Response) -> Response:
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
