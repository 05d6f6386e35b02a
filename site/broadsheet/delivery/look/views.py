"""The operator's pictures, as browsers ask for them."""

from flask import Blueprint, Flask, Response, abort, current_app, request

from ..kept import keep_version
from .pictures import OwnPicture

# A picture opened by itself is a document too; it may do nothing.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

blueprint = Blueprint("broadsheet_look", __name__)


def init_app(app: Flask, pictures: dict[str, OwnPicture]) -> None:
    app.register_blueprint(blueprint)
    app.extensions["broadsheet.look.pictures"] = pictures


@blueprint.get("/assets/logo")
def show_logo() -> Response:
    return _show("logo")


@blueprint.get("/assets/logo-dark")
def show_logo_dark() -> Response:
    return _show("logo_dark")


@blueprint.get("/assets/icon")
def show_icon() -> Response:
    return _show("icon")


def _show(name: str) -> Response:
    pictures: dict[str, OwnPicture] = current_app.extensions["broadsheet.look.pictures"]
    if name not in pictures:
        abort(404)
    picture = pictures[name]
    response = Response(picture.content, mimetype=picture.type)
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return keep_version(response, picture.version, request)
