"""The shipped static files, and the one stylesheet made of the areas' small ones."""

import hashlib
from functools import cache

from flask import Blueprint, Flask, Response, current_app, request

from ..shipped import shipped
from . import templates

AREAS = ("page", "articles", "comments", "related", "consent")
ONE_YEAR = 365 * 24 * 3600

blueprint = Blueprint(
    "broadsheet_assets", __name__, static_folder=str(shipped("static")), static_url_path="/assets"
)


def init_app(app: Flask) -> None:
    """Serve our templates and static files, once for all of our extensions in an app."""
    templates.init_app(app)
    if blueprint.name not in app.blueprints:
        app.register_blueprint(blueprint)
        templates.share(app, stylesheet_version=stylesheet_version, needs_own_styles=needs_own_styles)


def link_whole_stylesheet(app: Flask) -> None:
    """Say that every page of this app links the whole stylesheet, so that no part brings its own."""
    app.extensions["broadsheet.whole_stylesheet"] = True


def needs_own_styles() -> bool:
    """Whether a part of the page has to bring its own stylesheet, as it does in somebody else's app."""
    return not current_app.extensions.get("broadsheet.whole_stylesheet", False)


@cache
def stylesheet() -> bytes:
    files = [file for area in AREAS for file in sorted((shipped("static") / area).glob("*.css"))]
    return b"\n".join(file.read_bytes() for file in files)


@cache
def stylesheet_version() -> str:
    return hashlib.sha256(stylesheet()).hexdigest()[:12]


@blueprint.get("/assets/site.css")
def show_stylesheet() -> Response:
    response = Response(stylesheet(), mimetype="text/css")
    response.set_etag(stylesheet_version())
    if request.args.get("v") == stylesheet_version():
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = ONE_YEAR
    else:
        response.cache_control.no_cache = True
    response.make_conditional(request)
    return response
