"""The operator's pictures, as browsers ask for them."""

from flask import Blueprint, Flask, Response, abort, current_app

from ..kept import send_kept
from .pictures import OwnPicture

# A picture opened by itself is a document too; it may do nothing.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

blueprint = Blueprint("broadsheet_look", __name__)


def init_app(app: Flask, pictures: dict[str, OwnPicture]) -> None:
    app.register_blueprint(blueprint)
    app.extensions["broadsheet.look.pictures"] = pictures


@blueprint.get("/assets/logo")
@blueprint.get("/assets/logo.<v>")
def show_logo(v: str = "") -> Response:
    return _show("logo", v)


@blueprint.get("/assets/logo-dark")
@blueprint.get("/assets/logo-dark.<v>")
def show_logo_dark(v: str = "") -> Response:
    return _show("logo_dark", v)


@blueprint.get("/assets/icon")
@blueprint.get("/assets/icon.<v>")
def show_icon(v: str = "") -> Response:
    return _show("icon", v)


def _show(name: str, version: str) -> Response:
    pictures: dict[str, OwnPicture] = current_app.extensions["broadsheet.look.pictures"]
    if name not in pictures:
        abort(404)
    response = send_kept(pictures[name], version)
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response
