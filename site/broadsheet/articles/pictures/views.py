"""The pictures beside the articles, as they are asked for by browsers."""

from pathlib import Path

from flask import Blueprint, Flask, abort, current_app, send_from_directory
from flask.typing import ResponseReturnValue

from ...settings import settings_of
from .finding import SUFFIXES

blueprint = Blueprint("pictures", __name__)

# A picture opened by itself is a document too; it may do nothing.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/media/<path:name>")
def show_picture(name: str) -> ResponseReturnValue:
    folder = settings_of(current_app).content_folder.resolve()
    file = (folder / name).resolve()
    hidden = any(part.startswith(".") for part in Path(name).parts)
    if hidden or Path(name).suffix.lower() not in SUFFIXES or not file.is_relative_to(folder):
        abort(404)
    response = send_from_directory(folder, name, max_age=3600)
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response
