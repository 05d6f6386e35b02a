"""The door of the desk: who asks, whether they may, and that nothing of the answer is kept anywhere."""

from contextlib import suppress

from flask import Blueprint, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from ..delivery.addresses import this_page
from ..delivery.content_policy import OWN_POLICY
from ..delivery.private import render_private
from ..delivery.same_origin import READING, refuse_other_sites, require_same_origin
from ..languages import N_
from ..page_language import gettext
from ..storage import reading, writing
from .accounts.models import SignedIn, User
from .accounts.passkey_offers import are_possible
from .accounts.sessions import find_session, is_to_be_noted, note_use
from .roles import ANYBODY, may, role_of_view

PREFIX = "/desk"
KEPT = "kept-"  # Before the names of what was sent by somebody whose session was over.
MOST_KEPT = 200
NOT_KEPT = {"password", "new_password", "again", "code"}  # Typed again, rather than written into a page.

NOT_FOR_YOU = N_("This needs another role than yours. Ask an owner of the site.")
SESSION_OVER = N_("Your session is over, so nothing was changed. Sign in, and what you sent is here still.")


def make_blueprint(name: str, import_name: str, told: dict[str, str] | None = None) -> Blueprint:
    """Return a blueprint below `/desk`, each of whose views says by `roles.allow` who may ask for it.

    `told` names the fields that the page which asks to confirm shows (`delivery.same_origin.guard`).
    """
    blueprint = Blueprint(f"desk_{name}", import_name, url_prefix=PREFIX)
    blueprint.before_request(lambda: let_in(told or {}))
    return blueprint


def let_in(told: dict[str, str]) -> ResponseReturnValue | None:
    """Let a request in, or answer it otherwise: a view without a rule lets nobody in."""
    refuse_other_sites()
    wanted = role_of_view(current_app.view_functions[request.endpoint or ""])
    if wanted is None:
        abort(403)
    if wanted != ANYBODY:
        _note_session()
        if find_user() is None:
            return ask_to_sign_in()
        if not may(current_user().role, wanted):
            abort(403, NOT_FOR_YOU)
    return require_same_origin(told)


def find_user() -> User | None:
    """Return who asks, or None for somebody who is not signed in."""
    if "desk" not in g:
        g.desk = find_session(reading())
    return g.desk[1] if g.desk else None


def current_user() -> User:
    """Return who asks, where only those come who are signed in."""
    user = find_user()
    if user is None:
        abort(403)
    return user


def current_session() -> SignedIn:
    """Return by which session they are signed in."""
    current_user()
    signed_in: SignedIn = g.desk[0]
    return signed_in


def _note_session() -> None:
    """Note now and then that a session is in use; where nothing can be written, the desk can still be read."""
    if find_user() and is_to_be_noted(current_session()):
        with suppress(DBAPIError), writing() as session:
            note_use(session, current_session())


def ask_to_sign_in() -> ResponseReturnValue:
    """Lead to the sign-in, and from there back; what a form sent is kept meanwhile."""
    if request.method in READING:
        return redirect(url_for("desk_sign_in.show_sign_in", next=this_page()), 303)
    fields = [
        (f"{KEPT}{name}", value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT
    ]
    given = {
        "next": this_page(),
        "fields": fields[:MOST_KEPT],
        "problem": gettext(SESSION_OVER),
        "sent": True,
        "passkeys": are_possible(),
    }
    response = render_private("broadsheet/desk/accounts/sign_in.html", name="", **given)
    response.status_code = 401
    return response


def keep_private(response: Response) -> Response:
    """Let no cache keep what is answered below `/desk`, and no crawler list it.

    That is so of errors and of redirects too. What readers consented to does not load here.
    """
    if not f"{request.path}/".startswith(f"{PREFIX}/"):
        return response
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Content-Security-Policy"] = OWN_POLICY
    response.headers["Referrer-Policy"] = "same-origin"
    return response
