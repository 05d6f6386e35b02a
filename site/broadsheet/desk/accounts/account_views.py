"""The addresses of one's own account: its password and its sessions."""

from collections.abc import Callable
from functools import partial

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ...delivery.limits import TooOften
from ...languages import N_
from ...page_language import gettext
from ...storage import reading
from ..gate import current_session, current_user, make_blueprint
from ..journal.reading import find_done
from ..roles import MODERATOR, allow
from ..showing import show
from .changing import changing
from .own_password import is_own_password
from .passkey_offers import are_possible
from .passkeys import list_passkeys
from .passwords import WeakPassword
from .sessions import begin_session, carry_session, end_other_sessions, end_session_of, list_sessions
from .users import get_user, make_hash, set_password

blueprint = make_blueprint("account", __name__)

WRONG_PASSWORD = N_("This is not your password.")
TOO_OFTEN = N_("There were too many tries. Please wait some minutes, and try again.")
NOT_THE_SAME = N_("The new password was not typed the same twice.")


@blueprint.get("/account")
@allow(MODERATOR)
def show_account() -> ResponseReturnValue:
    return render_account()


@blueprint.post("/account/password")
@allow(MODERATOR)
def change_password() -> ResponseReturnValue:
    """Change the password; all sessions end, and this browser is given a new one."""
    refused = refuse_without_password(partial(render_account, "password"))
    if refused:
        return refused
    user, new = current_user(), request.form.get("new_password", "")
    if new != request.form.get("again", ""):
        return render_account("password", NOT_THE_SAME), 422
    try:
        hashed = make_hash(new, user.name)
    except WeakPassword as weak:
        return render_account("password", str(weak)), 422
    with changing(user.name, "password", user.name) as (session, batch):
        own = get_user(session, user.name)
        set_password(session, own, hashed)
        word = begin_session(session, own)
    response = lead_back(batch)
    carry_session(response, word)
    return response


@blueprint.post("/account/sessions")
@allow(MODERATOR)
def end_sessions() -> ResponseReturnValue:
    """End the session that the field `session` names, or all but this one."""
    user, own, is_one = current_user(), current_session(), "session" in request.form
    with changing(user.name, "end-session" if is_one else "end-other-sessions", user.name) as (
        session,
        batch,
    ):
        if is_one:
            end_session_of(session, user, request.form.get("session", 0, type=int))
        else:
            end_other_sessions(session, own)
    return lead_back(batch)


def refuse_without_password(render: Callable[[str], Response]) -> ResponseReturnValue | None:
    """Answer where the password was wrong, or too often; `render` makes the page again, with what is wrong."""
    try:
        if is_own_password(current_user(), request.form.get("password", "")):
            return None
    except TooOften as often:
        return render(TOO_OFTEN), 429, often.headers
    return render(WRONG_PASSWORD), 422


def lead_back(batch: str) -> Response:
    """Lead to the account's page, which tells what was done."""
    return redirect(url_for("desk_account.show_account", done=batch), 303)  # type: ignore[return-value]


def render_account(form: str = "", problem: str = "") -> Response:
    """Return the account's page; `problem` is what is wrong in one of its forms."""
    user = current_user()
    return show(
        "accounts/account.html",
        done=find_done(reading(), request.args.get("done", ""), user.name),
        form=form,
        problem=gettext(problem) if problem else "",
        sessions=list_sessions(reading(), user),
        own=current_session().id,
        passkeys=list_passkeys(reading(), user) if are_possible() else None,
    )
