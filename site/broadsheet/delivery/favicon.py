"""`/favicon.ico`, which browsers and feed readers ask for without having been told of it."""

from flask import Blueprint, Flask, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from .look import look_of

ONE_DAY = 24 * 3600

blueprint = Blueprint("favicon", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/favicon.ico")
def show_favicon() -> ResponseReturnValue:
    icon = look_of(current_app).pictures.get("icon")
    if icon:
        response = redirect(url_for("broadsheet_look.show_icon", v=icon.version))
    else:
        response = redirect(url_for("broadsheet_assets.static", filename="page/icon.svg"))
    response.cache_control.public = True
    response.cache_control.max_age = ONE_DAY
    return response
