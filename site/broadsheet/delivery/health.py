"""Two addresses for whoever watches over the process."""

from flask import Blueprint, Flask, Response, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from ..storage import check_writable

blueprint = Blueprint("health", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def show_health() -> ResponseReturnValue:
    """The process lives."""
    return _answer("ok")


@blueprint.get("/readyz")
def show_readiness() -> ResponseReturnValue:
    """It can serve, and the database takes a write."""
    try:
        check_writable()
    except SQLAlchemyError:
        current_app.logger.exception("The database does not take a write.")
        return _answer("the database does not take a write", 503)
    return _answer("ok")


def _answer(message: str, status: int = 200) -> ResponseReturnValue:
    headers = {"Cache-Control": "no-store"}
    return Response(f"{message}\n", status, headers, mimetype="text/plain")
