"""The addresses of passkeys; they stand in the rooms of the account and of the sign-in."""

from functools import partial

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from ...delivery.limits import TooOften
from ...languages import N_
from ...storage import reading
from ..gate import current_session, current_user
from ..roles import ANYBODY, MODERATOR, allow
from ..showing import show
from .account_views import blueprint as account
from .account_views import lead_back, refuse_without_password, render_account
from .changing import changing
from .passkey_answers import read_new_key
from .passkey_offers import are_possible, offer_new_key, offer_sign_in
from .passkeys import NotTaken, add_passkey, list_passkeys, remove_passkey, sign_in_by_passkey
from .sign_in_views import TOO_OFTEN, render_sign_in, welcome
from .sign_in_views import blueprint as sign_in
from .users import get_user

WRONG = N_("The passkey did not fit. Try again, or type name and password.")
NOT_TAKEN = N_("The passkey was not added. Try again.")


@account.post("/account/passkeys/new")
@allow(MODERATOR)
def show_new_passkey() -> ResponseReturnValue:
    """Offer a new key, once the password was typed; nothing is changed before a device has made it."""
    refuse_where_impossible()
    refused = refuse_without_password(partial(render_account, "passkeys"))
    if refused:
        return refused
    user = current_user()
    return show(
        "accounts/passkey.html", offer=offer_new_key(user, current_session(), list_passkeys(reading(), user))
    )


@account.post("/account/passkeys")
@allow(MODERATOR)
def take_passkey() -> ResponseReturnValue:
    """Add the key that a device made: `token` of what was offered, and its `answer`."""
    refuse_where_impossible()
    user, (token, answer) = current_user(), read_answer()
    key = read_new_key(token, answer)
    try:
        with changing(user.name, "add-passkey", user.name) as (session, batch):
            add_passkey(session, get_user(session, user.name), current_session(), token, key)
    except NotTaken:
        return render_account("passkeys", NOT_TAKEN), 422
    return lead_back(batch)


@account.post("/account/passkeys/remove")
@allow(MODERATOR)
def take_passkey_away() -> ResponseReturnValue:
    """Remove the key that the field `passkey` names."""
    refuse_where_impossible()
    user, id = current_user(), request.form.get("passkey", 0, type=int)
    with changing(user.name, "remove-passkey", user.name) as (session, batch):
        remove_passkey(session, user, id)
    return lead_back(batch)


@sign_in.get("/sign-in/passkey")
@allow(ANYBODY)
def offer_to_sign_in() -> ResponseReturnValue:
    refuse_where_impossible()
    offer = offer_sign_in()
    return jsonify(token=offer.token, options=offer.options)


@sign_in.post("/sign-in/passkey")
@allow(ANYBODY)
def take_sign_in_by_passkey() -> ResponseReturnValue:
    refuse_where_impossible()
    wanted = request.form.get("next", "")
    try:
        signed_in = sign_in_by_passkey(*read_answer())
    except TooOften as often:
        return render_sign_in(wanted, TOO_OFTEN), 429, often.headers
    if signed_in is None:
        return render_sign_in(wanted, WRONG), 422
    return welcome(signed_in)


def refuse_where_impossible() -> None:
    """Answer 404 on a site that can have no passkeys."""
    if not are_possible():
        abort(404)


def read_answer() -> tuple[str, str]:
    """Return the token of what was offered, and what the device answered, as JSON."""
    return request.form.get("token", ""), request.form.get("answer", "")
