"""The guard on every POST: it must come from a page of ours.

Browsers say where a request comes from, in `Sec-Fetch-Site` and `Origin`. So no token needs to stand in a page
that everyone shares. Where neither header is sent, the reader is asked to confirm, on a page that carries a
Flask-WTF token and all that was typed. (Rule 16 of the consent rules; W3C Fetch Metadata.)
"""

from functools import partial
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms.validators import ValidationError

from ..languages import N_
from ..settings import settings_of
from .content_policy import build_policy
from .templates import render

READING = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_FIELDS = 100
TOKEN = "confirmation"  # noqa: S105 -- the name of a form field


def guard(blueprint: Blueprint, told: dict[str, str]) -> None:
    """Put the guard before every view of a blueprint.

    `told` names the fields that the page which asks to confirm shows, so that readers see what they confirm.
    """
    blueprint.before_request(partial(require_same_origin, told))


def refuse_other_sites() -> None:
    """Refuse with 403 what another website sent; enough, before a view, for a POST that changes nothing of the reader's."""
    if request.method not in READING and _is_foreign():
        abort(403, N_("This form was sent from another website, so nothing was changed."))


def require_same_origin(told: dict[str, str]) -> ResponseReturnValue | None:
    """Let a request pass, refuse it with 403, or answer it with the page that asks to confirm."""
    if request.method in READING:
        return None
    refuse_other_sites()
    site, origin = _read_provenance()
    if site == "same-origin" or (origin and not site):
        return None
    if TOKEN in request.form and _holds(request.form[TOKEN]):
        return None
    return _ask_to_confirm(told)


def _read_provenance() -> tuple[str, str]:
    return request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")


def _is_foreign() -> bool:
    site, origin = _read_provenance()
    return site in {"cross-site", "same-site"} or (origin != "" and not _is_ours(origin, site))


def _is_ours(origin: str, site: str) -> bool:
    address = settings_of(current_app).address
    if origin == _origin_of(request.host_url) or (address != "" and origin == _origin_of(address)):
        return True
    # A proxy that ends TLS may not tell us so; then the browser's own word stands in for the scheme.
    return site == "same-origin" and origin in {f"http://{request.host}", f"https://{request.host}"}


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _holds(token: str) -> bool:
    try:
        validate_csrf(token)
    except ValidationError:
        return False
    return True


def _ask_to_confirm(told: dict[str, str]) -> ResponseReturnValue:
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != TOKEN]
    if len(fields) > MOST_FIELDS:
        abort(413)
    page = render(
        "broadsheet/page/confirm.html", fields=fields, told=told, token_name=TOKEN, token=generate_csrf()
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Frame-Options"] = "DENY"  # Nobody may be led to press the button unseen.
    response.headers["Content-Security-Policy"] = build_policy({})
    return response
