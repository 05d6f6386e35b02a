"""Pages that are for one reader alone."""

from typing import Any

from flask import Response, make_response

from .templates import render


def render_private(template: str, **given: Any) -> Response:
    """Return a page that no cache keeps, neither the browser's nor one on the way (RFC 9111, 5.2.2.5)."""
    response = make_response(render(template, **given))
    response.headers["Cache-Control"] = "no-store"
    return response
