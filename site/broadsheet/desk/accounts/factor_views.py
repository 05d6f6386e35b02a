"""The addresses of one's own second factor; they stand in the room of the account."""

from functools import partial

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ...languages import N_
from ...page_language import gettext
from ..gate import current_user
from ..roles import MODERATOR, allow
from ..showing import show
from .account_views import blueprint, lead_back, refuse_without_password, render_account
from .changing import changing
from .codes import find_step
from .second_factor import Offer, make_offer, read_offer, renew_spare_codes, take_offer
from .users import get_user, stop_codes

WRONG_CODE = N_(
    "This is not the code that the app shows now. Look at the clock of your phone, and type the next one."
)
OLD_OFFER = N_("This page was open for too long. Please take the new secret into your app.")


@blueprint.get("/account/second-factor")
@allow(MODERATOR)
def show_factor() -> ResponseReturnValue:
    """Offer a secret, a new one each time; nothing is changed before a code shows that an app has it."""
    if current_user().code_salt:
        return redirect(url_for("desk_account.show_account"), 303)
    return _render(make_offer(current_user()))


@blueprint.post("/account/second-factor")
@allow(MODERATOR)
def set_up_factor() -> ResponseReturnValue:
    user = current_user()
    if user.code_salt:
        return redirect(url_for("desk_account.show_account"), 303)
    found = read_offer(user, request.form.get("token", ""))
    if found is None:
        return _render(make_offer(user), OLD_OFFER), 422
    offer, salt = found
    refused = refuse_without_password(partial(_render, offer))
    if refused:
        return refused
    step = find_step(salt, request.form.get("code", ""))
    if step is None:
        return _render(offer, WRONG_CODE), 422
    with changing(user.name, "set-up-factor", user.name) as (session, _batch):
        codes = take_offer(session, get_user(session, user.name), salt, step)
    return show("accounts/spare_codes.html", codes=codes)


@blueprint.post("/account/second-factor/change")
@allow(MODERATOR)
def change_factor() -> ResponseReturnValue:
    """Make new spare codes, or with `act` off ask for the password alone again."""
    refused = refuse_without_password(partial(render_account, "factor"))
    if refused:
        return refused
    user = current_user()
    if request.form.get("act") == "off":
        with changing(user.name, "forget-factor", user.name) as (session, batch):
            stop_codes(session, get_user(session, user.name))
        return lead_back(batch)
    with changing(user.name, "spare-codes", user.name) as (session, _batch):
        codes = renew_spare_codes(session, get_user(session, user.name))
    return show("accounts/spare_codes.html", codes=codes)


def _render(offer: Offer, problem: str = "") -> Response:
    return show("accounts/second_factor.html", offer=offer, problem=gettext(problem) if problem else "")
