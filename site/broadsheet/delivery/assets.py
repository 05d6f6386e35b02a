"""The shipped static files, and the one stylesheet made of the areas' small ones and of the operator's colours and fonts."""

import hashlib
from functools import cache

import rcssmin
from flask import Blueprint, Flask, Response, current_app, request

from ..shipped import shipped
from . import templates
from .kept import keep_version
from .look import Look

AREAS = ("page", "articles", "comments", "related", "consent")

blueprint = Blueprint(
    "broadsheet_assets", __name__, static_folder=str(shipped("static")), static_url_path="/assets"
)


def init_app(app: Flask) -> None:
    """Serve our templates and static files, once for all of our extensions in an app."""
    templates.init_app(app)
    if blueprint.name not in app.blueprints:
        app.register_blueprint(blueprint)
        app.extensions["broadsheet.stylesheet"] = shipped_styles()
        templates.share(app, stylesheet_version=stylesheet_version, needs_own_styles=needs_own_styles)


def link_whole_stylesheet(app: Flask, look: Look) -> None:
    """Say that every page of this app links the whole stylesheet, with the look, so that no part brings its own."""
    app.extensions["broadsheet.whole_stylesheet"] = True
    theme = app.jinja_env.get_template("broadsheet/page/theme.css").render(look=look)
    app.extensions["broadsheet.stylesheet"] = shipped_styles() + rcssmin.cssmin(theme).encode()


def needs_own_styles() -> bool:
    """Whether a part of the page has to bring its own stylesheet, as it does in somebody else's app."""
    return not current_app.extensions.get("broadsheet.whole_stylesheet", False)


@cache
def shipped_styles() -> bytes:
    """Return the areas' stylesheets as one, without comments and needless blanks."""
    files = [file for area in AREAS for file in sorted((shipped("static") / area).glob("*.css"))]
    text = "\n".join(file.read_text("utf-8") for file in files)
    return str(rcssmin.cssmin(text)).encode()


@cache
def name_version(stylesheet: bytes) -> str:
    return hashlib.sha256(stylesheet).hexdigest()[:12]


def stylesheet_version() -> str:
    return name_version(current_app.extensions["broadsheet.stylesheet"])


@blueprint.get("/assets/site.css")
def show_stylesheet() -> Response:
    response = Response(current_app.extensions["broadsheet.stylesheet"], mimetype="text/css")
    return keep_version(response, stylesheet_version(), request)
