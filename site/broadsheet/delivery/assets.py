"""The shipped static files, and the one stylesheet made of the areas' small ones and of the operator's colours and fonts.

Each has a name that holds its version, `page/icon.1a2b3c4d5e6f.svg`, and `url_for` gives that one.
"""

import re
from functools import cache
from typing import Any

import rcssmin
from flask import Blueprint, Flask, Response, abort, current_app

from ..shipped import shipped
from . import templates
from .kept import Kept, send_kept
from .look import Look

AREAS = ("page", "articles", "comments", "related", "consent")
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
VERSIONED = re.compile(r"(.+)\.([0-9a-f]{12})(\.\w+)")

blueprint = Blueprint("broadsheet_assets", __name__)


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
    own = rcssmin.cssmin(theme).encode()
    app.extensions["broadsheet.stylesheet"] = Kept(shipped_styles().content + own, "text/css")


def needs_own_styles() -> bool:
    """Whether a part of the page has to bring its own stylesheet, as it does in somebody else's app."""
    return not current_app.extensions.get("broadsheet.whole_stylesheet", False)


@cache
def shipped_files() -> dict[str, Kept]:
    """Return the static files as `<area>/<file>` → what is in it, read once in a process."""
    root = shipped("static")
    files = [file for file in sorted(root.glob("*/[!.]*")) if file.suffix in TYPES]
    return {file.relative_to(root).as_posix(): Kept(file.read_bytes(), TYPES[file.suffix]) for file in files}


@cache
def shipped_styles() -> Kept:
    """Return the areas' stylesheets as one, without comments and needless blanks."""
    texts = [
        kept.content.decode()
        for area in AREAS
        for name, kept in shipped_files().items()
        if name.startswith(f"{area}/") and name.endswith(".css")
    ]
    return Kept(str(rcssmin.cssmin("\n".join(texts))).encode(), "text/css")


def stylesheet_version() -> str:
    return _stylesheet().version


def _stylesheet() -> Kept:
    stylesheet: Kept = current_app.extensions["broadsheet.stylesheet"]
    return stylesheet


@blueprint.url_defaults
def name_version(_endpoint: str, values: dict[str, Any]) -> None:
    """Put the version of a file into the name by which pages ask for it."""
    kept = shipped_files().get(values.get("filename", ""))
    if kept:
        stem, dot, suffix = values["filename"].rpartition(".")
        values["filename"] = f"{stem}.{kept.version}{dot}{suffix}"


@blueprint.get("/assets/<path:filename>", endpoint="static")
def show_file(filename: str) -> Response:
    versioned = VERSIONED.fullmatch(filename)
    name, version = (versioned[1] + versioned[3], versioned[2]) if versioned else (filename, "")
    if name not in shipped_files():
        abort(404)
    return send_kept(shipped_files()[name], version)


@blueprint.get("/assets/site.css")
@blueprint.get("/assets/site.<v>.css")
def show_stylesheet(v: str = "") -> Response:
    return send_kept(_stylesheet(), v)
