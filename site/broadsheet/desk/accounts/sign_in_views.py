"""The addresses of signing in and out."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ...delivery.addresses import local_path
from ...delivery.limits import TooOften
from ...delivery.private import render_private
from ...languages import N_
from ...page_language import gettext
from ...storage import reading, writing
from ..gate import KEPT, make_blueprint
from ..roles import ANYBODY, allow
from .passkey_offers import are_possible
from .sessions import carry_session, drop_session, end_session
from .signing_in import SignedInAs, read_form, remember_browser, sign_in
from .users import count_users

blueprint = make_blueprint("sign_in", __name__, told={"name": N_("Name")})

WRONG = N_(
    "This did not fit together: the name, the password, or the code, which an account with an authenticator app needs and "
    "which is good once. Nothing is said of which it was."
)
TOO_OFTEN = N_("There were too many tries. Please wait some minutes, and try again.")


@blueprint.get("/sign-in")
@allow(ANYBODY)
def show_sign_in() -> ResponseReturnValue:
    return render_sign_in(request.args.get("next", ""))


@blueprint.post("/sign-in")
@allow(ANYBODY)
def take_sign_in() -> ResponseReturnValue:
    try:
        signed_in = sign_in(*read_form())
    except TooOften as often:
        return render_sign_in(request.form.get("next", ""), TOO_OFTEN), 429, often.headers
    if signed_in is None:
        return render_sign_in(request.form.get("next", ""), WRONG), 422
    return welcome(signed_in)


@blueprint.post("/sign-out")
@allow(ANYBODY)
def sign_out() -> ResponseReturnValue:
    with writing() as session:
        end_session(session)
    response = redirect(url_for("desk_sign_in.show_sign_in"), 303)
    drop_session(response)  # type: ignore[arg-type]
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def welcome(signed_in: SignedInAs) -> Response:
    """Lead to where they wanted to go; with what a form had sent, ask once more before it is taken."""
    wanted = find_way(request.form.get("next", ""))
    fields = [
        (name.removeprefix(KEPT), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(KEPT)
    ]
    response: Response = (
        render_private("broadsheet/desk/accounts/send_again.html", next=wanted, fields=fields)
        if "sent" in request.form
        else redirect(wanted, 303)  # type: ignore[assignment]
    )
    carry_session(response, signed_in.word)
    remember_browser(response, signed_in.user)
    return response


def find_way(wanted: str) -> str:
    """Return where to go after signing in: a page of the desk, if one was asked for, else its first."""
    first = url_for("desk_overview.show_overview")
    path = local_path(wanted)
    return path if path.startswith(first) and ".." not in path else first


def render_sign_in(wanted: str, problem: str = "") -> Response:
    fields = [(name, value) for name, value in request.form.items(multi=True) if name.startswith(KEPT)]
    return render_private(
        "broadsheet/desk/accounts/sign_in.html",
        name=request.form.get("name", ""),
        next=wanted,
        fields=fields,
        sent="sent" in request.form,
        problem=gettext(problem) if problem else "",
        nobody=count_users(reading()) == 0,
        passkeys=are_possible(),
    )
