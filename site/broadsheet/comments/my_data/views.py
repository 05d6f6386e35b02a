"""My data: a link sent to an address lets its owner see, download and erase what was written under it."""

from datetime import timedelta

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from ...delivery.limits import TooOften, count_act, count_visit
from ...delivery.private import render_private
from ...delivery.same_origin import guard
from ...languages import N_
from ...mail.outbox import offers_mail
from ...page_language import gettext
from ...signing import timed_signer
from ...storage import reading, writing
from ..changing.tokens import forget_all_changes
from ..identity import forget_reader, is_verified, read_token, remember_reader
from ..mailing import link_with_token, name_mailbox, write_mail
from ..posting.form import EmailForm
from ..posting.refusals import tell_mailed
from ..reader import find_own_email, forget_details, forget_written
from ..showing.page import locate_page
from .collecting import describe_data, erase_data, list_comments, list_watches

blueprint = Blueprint("broadsheet_my_data", __name__)
guard(blueprint, told={"email": N_("E-mail")})
OPEN = "comments.my-data"
DAYS = 1
ASKED_AN_HOUR, SENT_A_DAY = 10, 5
NOT_SURE = N_("Nothing is erased yet. Please tick that you are sure.")
OLD_LINK = N_("This link is not valid any more. Ask for a new one below.")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/comments/my-data")
def show_my_data() -> ResponseReturnValue:
    if not offers_mail(current_app):
        abort(
            404, N_("This site sends no mail, so it cannot send you a link. Write to the newsroom instead.")
        )
    if "token" not in request.args:
        return _show_form(EmailForm(formdata=None, email=find_own_email()))
    email = _read_email()
    if email is None:
        return _show_form(EmailForm(formdata=None), OLD_LINK), 422
    return _show_data(email)


@blueprint.post("/comments/my-data")
def send_link() -> ResponseReturnValue:
    """Send the link; the answer is the same whether or not anything is kept under the address."""
    if not offers_mail(current_app):
        abort(404)
    form = EmailForm(request.form)
    if not form.validate():
        return _show_form(form), 422
    email = form.email.data
    token = timed_signer(current_app, OPEN).dumps([email])
    link = link_with_token("broadsheet_my_data.show_my_data", token)
    try:
        with writing() as session:
            count_visit(session, "my-data", ASKED_AN_HOUR, timedelta(hours=1))
            count_act(session, "my-data", name_mailbox(email), SENT_A_DAY, timedelta(days=1))
            write_mail(session, email, "my_data", gettext("Your data"), link=link, days=DAYS)
    except TooOften as often:
        return _show_form(form, tell_mailed(often)), 429, often.headers
    return _show("sent", email=email, days=DAYS)


@blueprint.get("/comments/my-data/download")
def download_my_data() -> ResponseReturnValue:
    email = _read_email()
    if email is None:
        return _show_form(EmailForm(formdata=None), OLD_LINK), 422
    response = current_app.json.response(describe_data(reading(), email))
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/comments/my-data/erase")
def erase_my_data() -> ResponseReturnValue:
    email = _read_email()
    if email is None:
        return _show_form(EmailForm(formdata=None), OLD_LINK), 422
    if "sure" not in request.form:
        return _show_data(email, NOT_SURE), 422
    with writing() as session:
        erased = erase_data(session, email)
    response = _show("erased", email=email, erased=erased)
    for forget in (forget_reader, forget_written, forget_details, forget_all_changes):
        forget(response)
    return response


@blueprint.post("/comments/my-data/remember")
def remember_me() -> ResponseReturnValue:
    """Let this browser keep that the address is its reader's, so that the newsroom may trust what it sends under it."""
    email = _read_email()
    if email is None:
        return _show_form(EmailForm(formdata=None), OLD_LINK), 422
    response = _show("remembered", email=email)
    remember_reader(response, current_app, email)
    return response


@blueprint.post("/comments/my-data/forget")
def forget_me() -> ResponseReturnValue:
    """Let this browser forget whose address it knows; no link is needed to leave."""
    response = _show("forgotten")
    forget_reader(response)
    return response


def _show_data(email: str, problem: str = "") -> Response:
    session = reading()
    return _show(
        "data",
        email=email,
        problem=gettext(problem) if problem else "",
        comments=list_comments(session, email),
        watches=[(watch, locate_page(session, watch.thread)) for watch in list_watches(session, email)],
        known=is_verified(email),
        token=request.values["token"],
    )


def _read_email() -> str | None:
    told = read_token(OPEN, DAYS)
    return told[0] if told else None


def _show_form(form: EmailForm, problem: str = "") -> Response:
    return _show("ask", form=form, problem=gettext(problem) if problem else "")


def _show(name: str, **given: object) -> Response:
    return render_private(f"broadsheet/comments/my_data/{name}.html", **given)
