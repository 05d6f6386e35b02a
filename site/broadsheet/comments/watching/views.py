"""The pages for those who want to be told: ask for it, confirm it, and end it. Only a POST changes anything."""

from datetime import timedelta

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadData

from ...delivery.limits import TooOften, count_visit
from ...delivery.private import render_private
from ...delivery.same_origin import guard, refuse_other_sites
from ...languages import N_
from ...mail.outbox import offers_mail
from ...page_language import gettext
from ...signing import steady_signer
from ...storage import reading, writing
from ..identity import is_verified, read_token, remember_reader
from ..posting.form import EmailForm
from ..posting.refusals import tell_mailed
from ..reader import find_own_email
from ..showing.page import Page, locate_page, read_page, sign_page, speak_as
from .telling import END
from .watches import CONFIRM, CONFIRM_DAYS, begin_watch, confirm_watch, end_watches, is_watching

blueprint = Blueprint("broadsheet_comment_watches", __name__)
guard(blueprint, told={"email": N_("E-mail")})
# Mail programs end a watch by a POST that comes from no page of ours (RFC 8058); the token stands for the page.
ending = Blueprint("broadsheet_comment_watch_end", __name__)
ASKED_AN_HOUR = 10
OLD_LINK = N_("This link is not valid any more. Open the story and ask again below its comments.")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.register_blueprint(ending)


@blueprint.get("/comments/watches")
def show_watch_form() -> ResponseReturnValue:
    page = _read_watched()
    return _show_form(EmailForm(formdata=None, email=find_own_email()), page)


@blueprint.post("/comments/watches")
def take_watch() -> ResponseReturnValue:
    page, form = _read_watched(), EmailForm(request.form)
    if not form.validate():
        return _show_form(form, page), 422
    email, known = form.email.data, is_verified(form.email.data)
    try:
        with writing() as session:
            count_visit(session, "watches", ASKED_AN_HOUR, timedelta(hours=1))
            begin_watch(session, email, page.key, page.title or page.address, verified=known)
    except TooOften as often:
        form.email.errors = [tell_mailed(often)]
        return _show_form(form, page), 429, often.headers
    return _show("asked", page=page, known=known, days=CONFIRM_DAYS)


@blueprint.get("/comments/watches/confirm")
def ask_to_confirm() -> ResponseReturnValue:
    told = read_token(CONFIRM, CONFIRM_DAYS)
    if told is None:
        return _show("gone", problem=gettext(OLD_LINK)), 422
    page = locate_page(reading(), told[1])
    speak_as(page)
    given = {"email": told[0], "answers_only": told[2] != "0", "page": page}
    return _show("confirm", token=request.args["token"], **given)


@blueprint.post("/comments/watches/confirm")
def take_confirmation() -> ResponseReturnValue:
    told = read_token(CONFIRM, CONFIRM_DAYS)
    if told is None:
        return _show("gone", problem=gettext(OLD_LINK)), 422
    email, thread, comment_id = told
    with writing() as session:
        known = confirm_watch(session, email, thread, int(comment_id))
    if not known:
        return _show("gone", problem=gettext(OLD_LINK)), 422
    page = locate_page(reading(), thread)
    speak_as(page)
    response = _show("confirmed", email=email, answers_only=comment_id != "0", page=page)
    remember_reader(response, current_app, email)
    return response


@ending.get("/comments/watches/end")
def ask_to_end() -> ResponseReturnValue:
    told = _read_ended()
    if told is None:
        return _show("gone", problem=gettext(OLD_LINK)), 422
    email, thread, _ = told
    page = locate_page(reading(), thread)
    speak_as(page)
    if not is_watching(reading(), email, thread):
        return _show("ended", email=email, page=page)
    return _show("end", email=email, page=page, token=request.args["token"])


@ending.post("/comments/watches/end")
def take_end() -> ResponseReturnValue:
    refuse_other_sites()
    told = _read_ended()
    if told is None:
        return _show("gone", problem=gettext(OLD_LINK)), 422
    email, thread, _ = told
    with writing() as session:
        end_watches(session, email, thread)
    page = locate_page(reading(), thread)
    speak_as(page)
    return _show("ended", email=email, page=page)


def _read_watched() -> Page:
    page = read_page(request.values.get("thread", "")) if offers_mail(current_app) else None
    if page is None:
        abort(404, N_("There is no such thread, or this site sends no mail."))
    speak_as(page)
    return page


def _read_ended() -> list[str] | None:
    token = request.form.get("token") or request.args.get("token", "")
    try:
        return [str(part) for part in steady_signer(current_app, END).loads(token)]
    except BadData:
        return None


def _show_form(form: EmailForm, page: Page) -> Response:
    return _show("ask", form=form, page=page, thread_token=sign_page(page))


def _show(name: str, **given: object) -> Response:
    return render_private(f"broadsheet/comments/watching/{name}.html", **given)
