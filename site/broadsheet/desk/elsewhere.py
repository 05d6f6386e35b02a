"""What is below `/desk/` and is nothing: it is told apart only for those who are signed in."""

from flask import abort
from flask.typing import ResponseReturnValue

from .gate import make_blueprint
from .roles import MODERATOR, allow

blueprint = make_blueprint("elsewhere", __name__)


@blueprint.get("/<path:rest>")
@allow(MODERATOR)
def show_nothing(rest: str) -> ResponseReturnValue:
    abort(404)
