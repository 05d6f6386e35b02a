"""Error pages that say what happened, why, and what to do next."""

from flask import Flask, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

WHAT_HAPPENED = {
    400: ("The request could not be understood", "Go back, reload the page and try again."),
    403: ("This was not allowed", "Open the page on this site and send the form from there."),
    404: ("There is nothing at this address", "Check the address, or start from the front page."),
    405: ("This address does not take that kind of request", "Use the forms on the site's own pages."),
    413: ("What you sent is too large", "Shorten it, keep a copy, and send it again."),
    422: ("Something in the form needs a change", "Go back, correct what is named there and send it again."),
    503: ("The site cannot do this just now", "Nothing was lost or changed. Please try again in a minute."),
}
OTHER = ("Something went wrong", "Please try again. If it happens again, tell the newsroom what you did.")


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
    # Werkzeug's own descriptions speak of servers and URLs; only those of our views are for readers.
    reason = error.description if error.description != type(error).description else ""
    response = error.get_response()  # It carries what the status demands, such as Allow.
    response.set_data(
        render_template("broadsheet/page/error.html", code=code, title=title, reason=reason, advice=advice)
    )
    response.content_type = "text/html; charset=utf-8"
    return response


def show_database_error(error: DBAPIError) -> ResponseReturnValue:
    current_app.logger.error("The database failed: %s", error.orig)
    title, advice = WHAT_HAPPENED[503]
    return render_template("broadsheet/page/error.html", code=503, title=title, reason="", advice=advice), 503
