"""The first page of the desk."""

from flask import current_app
from flask.typing import ResponseReturnValue

from ...storage import reading
from ..gate import make_blueprint
from ..roles import MODERATOR, allow
from ..showing import show
from .numbers import gather

blueprint = make_blueprint("overview", __name__)


@blueprint.get("/")
@allow(MODERATOR)
def show_overview() -> ResponseReturnValue:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return show("overview/overview.html", **gather(app, reading()))
