"""Error pages that say what happened, why, and what to do next."""

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from ..languages import N_
from .same_origin import READING
from .templates import render

WHAT_HAPPENED = {
    400: (N_("The request could not be understood"), N_("Go back, reload the page and try again.")),
    403: (N_("This was not allowed"), N_("Open the page on this site and send the form from there.")),
    404: (N_("There is nothing at this address"), N_("Check the address, or start from the front page.")),
    405: (
        N_("This address does not take that kind of request"),
        N_("Use the forms on the site's own pages."),
    ),
    413: (N_("What you sent is too large"), N_("Shorten it, keep a copy, and send it again.")),
    422: (
        N_("Something in the form needs a change"),
        N_("Go back, correct what is named there and send it again."),
    ),
    503: (
        N_("The site cannot do this just now"),
        N_("Nothing was lost or changed. Please try again in a minute."),
    ),
}
OTHER = (
    N_("Something went wrong"),
    N_("Please try again. If it happens again, tell the newsroom what you did."),
)


def init_app(app: Flask) -> None:
    app.before_request(refuse_impossible_address)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(DBAPIError, show_database_error)


def refuse_impossible_address() -> None:
    """No page has a NUL in its address, and PostgreSQL would not even look for it."""
    if "\0" in request.path:
        abort(404)


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code is not None and error.code < 400):
        return error
    code = error.code or 500
    title, advice = WHAT_HAPPENED.get(code, OTHER)
    if code == 403 and request.method in READING:
        advice = ""  # No form was sent.
    # Werkzeug's own descriptions speak of servers and URLs; only those of our views are for readers.
    reason = error.description if error.description != type(error).description else ""
    response = error.get_response()  # It carries what the status demands, such as Allow.
    response.set_data(
        render("broadsheet/page/error.html", code=code, title=title, reason=reason, advice=advice)
    )
    response.content_type = "text/html; charset=utf-8"
    return response


def show_database_error(error: DBAPIError) -> ResponseReturnValue:
    current_app.logger.error("The database failed: %s", error.orig)
    title, advice = WHAT_HAPPENED[503]
    return render("broadsheet/page/error.html", code=503, title=title, reason="", advice=advice), 503
