"""The address that takes a comment."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ...delivery.limits import TooOften
from ...delivery.same_origin import guard
from ...delivery.templates import render
from ...delivery.visitors import hash_visitor
from ...languages import N_
from ...mail.outbox import offers_mail
from ...page_language import gettext
from ...settings import settings_of
from ...storage import reading, write_together, writing
from ..changing.tokens import allow_changes, name_version
from ..identity import is_verified
from ..models import APPROVED, SPAM, Comment
from ..moderation import AlreadyPosted, Refused, Submission
from ..reader import Details, add_written, forget_details, remember_details
from ..showing.page import ASKED, NOTE, Page, describe_form, read_page, speak_as
from ..showing.thread import ANSWERS_SHOWN, find_shown
from ..watching.watches import begin_watch
from .form import ANSWERS, HONEYPOT, PREVIEW, THREAD, CommentForm
from .markdown import render_comment
from .refusals import NOT_SAVED, PARENT_GONE, THREAD_GONE, tell_wait
from .storing import ParentGone, Posted, post_comment

blueprint = Blueprint("broadsheet_comments", __name__)
guard(
    blueprint,
    told={"text": N_("Comment"), "name": N_("Name"), "email": N_("E-mail"), "website": N_("Website")},
)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.post("/comments")
def take_comment() -> ResponseReturnValue:
    form = CommentForm(request.form)
    page = read_page(request.form.get("thread", ""))
    speak_as(page)
    if page is None:
        return _refuse(form, None, [gettext(THREAD_GONE)], 422)
    if not form.validate():
        return _refuse(form, page, [], 422)
    if PREVIEW in request.form:
        return _show_form(form, page, preview=render_comment(form.text.data))
    try:
        html = render_comment(form.text.data)
        posted = write_together(lambda session: _post(session, form, page, html))
    except AlreadyPosted as before:
        note = keep_watch_again(form, page, before.id)
        return _thank(form, before.id, _link(before.id, note))
    except ParentGone:
        form.parent.data = None
        return _refuse(form, page, [gettext(PARENT_GONE)], 422)
    except Refused as refused:
        return _refuse(form, page, [str(refused)], 422)
    except TooOften as often:
        return *_refuse(form, page, [tell_wait(often)], 429), often.headers
    except SQLAlchemyError:
        current_app.logger.exception("A comment could not be saved.")
        return _refuse(form, page, [gettext(NOT_SAVED)], 503)
    note = ASKED if wants_watch(form) and not is_verified(form.email.data) else ""
    response = _thank(form, posted.id, find_posted(page, posted, note))
    allow_changes(response, current_app, posted.id, name_version(form.text.data))
    return response


def _post(session: Session, form: CommentForm, page: Page, html: str) -> Posted:
    posted = post_comment(session, read_submission(session, form, page, html))
    if wants_watch(form) and posted.verdict.status != SPAM:  # A robot must not mail strangers through us.
        keep_watch(session, form, page, posted.id)
    return posted


def read_submission(session: Session, form: CommentForm, page: Page, html: str) -> Submission:
    now = datetime.now(UTC)
    return Submission(
        thread=page.key,
        parent_id=form.parent.data,
        name=form.name.data,
        email=form.email.data,
        website=form.website.data,
        text=form.text.data,
        html=html,
        honeypot=request.form.get(HONEYPOT, ""),
        address=page.address,
        title=page.title,
        opened=datetime.fromtimestamp(page.opened, UTC) if page.opened is not None else None,
        visitor=hash_visitor(session, request.remote_addr, now.date()),
        seconds=now.timestamp() - page.made,
        network=request.remote_addr or "",
        verified=is_verified(form.email.data),
    )


def wants_watch(form: CommentForm) -> bool:
    return form.watch.data in {ANSWERS, THREAD} and offers_mail(current_app)


def keep_watch(session: Session, form: CommentForm, page: Page, id: int) -> None:
    """Begin the watch that was chosen in the form."""
    below = id if form.watch.data == ANSWERS else 0
    email, title = form.email.data, page.title or page.address
    begin_watch(session, email, page.key, title, below, verified=is_verified(email))


def keep_watch_again(form: CommentForm, page: Page, id: int) -> str:
    """Begin the watch that was chosen when the same was sent once more; return what is to be told of it, if anything is."""
    if not wants_watch(form):
        return ""
    with writing() as session:
        if session.get_one(Comment, id).status != SPAM:
            keep_watch(session, form, page, id)
    return "" if is_verified(form.email.data) else ASKED


def find_posted(page: Page, posted: Posted, note: str) -> str:
    """Return the address of a new comment: on its page if it waits or all is on one page, else where its link leads.

    `note` is what is to be told there, one of `page.NOTES`.
    """
    one_page = posted.thread_shown <= min(settings_of(current_app).comments_page_length, ANSWERS_SHOWN)
    if one_page or posted.verdict.status != APPROVED:
        return page.link(f"comment-{posted.id}", note=note)
    return _link(posted.id, note)


def _link(id: int, note: str = "") -> str:
    given: dict[str, Any] = {NOTE: note} if note else {}
    return url_for("broadsheet_comment.show_comment", id=id, _anchor=f"comment-{id}", **given)


def _thank(form: CommentForm, id: int, address: str) -> Response:
    """Lead to the comment, and let this browser keep that it is its own, and the details if that was ticked."""
    response = _lead_to(address)
    add_written(response, current_app, id)
    if form.remember.data:
        details = Details(form.name.data, form.email.data, form.website.data)
        remember_details(response, current_app, details)
    else:
        forget_details(response)
    return response


def _lead_to(address: str) -> Response:
    """Redirect to an address, or only tell it to a script that prefers that (RFC 7240).

    A script that followed the redirect would not be told the anchor (Fetch, `Response.url`).
    """
    if request.headers.get("Prefer") == "return=minimal":
        return Response(status=201, headers={"Location": address})
    return make_response(redirect(address, 303))


def _refuse(form: CommentForm, page: Page | None, problems: list[str], status: int) -> tuple[str, int]:
    """Show the form again with what was typed, and what has to change."""
    return _show_form(form, page, problems), status


def _show_form(form: CommentForm, page: Page | None, problems: Sequence[str] = (), preview: str = "") -> str:
    parent = None
    if page and form.parent.data and not form.parent.errors:
        with suppress(SQLAlchemyError):  # Without the database the text still has to come back.
            parent = find_shown(reading(), page.key, form.parent.data)
    given = describe_form(form, page, parent, list(problems))
    return render("broadsheet/comments/unposted.html", preview=preview, **given)
