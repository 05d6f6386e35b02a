"""The shipped templates and static files, and the one stylesheet made of the areas' small ones."""

import hashlib
from functools import cache

from flask import Blueprint, Flask, Response, current_app, request

from .. import dates
from ..settings import settings_of
from ..shipped import shipped

AREAS = ("page", "articles", "comments", "related", "consent")
ONE_YEAR = 365 * 24 * 3600

blueprint = Blueprint(
    "assets",
    __name__,
    template_folder=str(shipped("templates")),
    static_folder=str(shipped("static")),
    static_url_path="/assets",
)


def init_app(app: Flask) -> None:
    """Serve our templates and static files, and give templates what they share; once for all of our extensions in an app."""
    if "assets" not in app.blueprints:
        app.register_blueprint(blueprint)
        dates.init_app(app)
        app.jinja_env.globals.update(
            broadsheet_settings=settings_of(app),
            stylesheet_version=stylesheet_version,
            area_styles=area_styles,
        )


def bundle_styles(app: Flask) -> None:
    """Tell the areas' templates that the page already has all styles, so that they link none."""
    app.extensions["broadsheet.styles_bundled"] = True


def area_styles() -> bool:
    """Whether a part of the page has to bring its own stylesheet, as it does in somebody else's app."""
    return not current_app.extensions.get("broadsheet.styles_bundled", False)


@cache
def stylesheet() -> bytes:
    files = [shipped("static") / area / f"{area}.css" for area in AREAS]
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
