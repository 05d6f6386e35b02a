"""The addresses under which writers change and delete their own comments."""

from datetime import UTC, datetime

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

from ...delivery.limits import TooOften
from ...delivery.private import render_private
from ...delivery.same_origin import guard
from ...delivery.visitors import hash_visitor
from ...languages import N_
from ...page_language import gettext
from ...storage import reading, writing
from ..identity import is_verified
from ..models import Comment
from ..moderation.submission import AlreadyPosted, Refused
from ..posting.form import PREVIEW, TextForm
from ..posting.markdown import render_comment
from ..posting.refusals import NOT_CHANGED, NOT_DELETED, tell_wait
from ..showing.page import GONE, Page, locate_page, speak_as
from .editing import edit_comment, find_changeable, lock_changeable, submit_again, withdraw_comment
from .tokens import DELETE, EDIT, allow_changes, forbid_changes, name_version, read_version

blueprint = Blueprint("broadsheet_own_comment", __name__)
guard(blueprint, told={"text": N_("Comment")})
SAME = N_("You have posted the very same text here already, so this comment stays as it is.")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/comments/<int:id>/edit")
def show_edit_form(id: int) -> ResponseReturnValue:
    try:
        comment = find_changeable(reading(), id, read_version(EDIT, id))
    except Refused as refused:
        return _explain(id, str(refused))
    return _show_form(TextForm(formdata=None, text=comment.text), comment)


@blueprint.post("/comments/<int:id>/edit")
def take_edit(id: int) -> ResponseReturnValue:
    form, version = TextForm(request.form), read_version(EDIT, id)
    try:
        comment = find_changeable(reading(), id, version)
        speak_as(locate_page(reading(), comment.thread))
        if not form.validate():
            return _show_form(form, comment), 422
        if PREVIEW in request.form:
            return _show_form(form, comment, preview=render_comment(form.text.data))
        saved = _save(id, version, form.text.data)
    except AlreadyPosted:
        return _refuse(form, id, gettext(SAME))
    except Refused as refused:
        return _refuse(form, id, str(refused))
    except TooOften as often:
        return *_refuse(form, id, tell_wait(often), 429), often.headers
    except SQLAlchemyError:
        current_app.logger.exception("A changed comment could not be saved.")
        return _refuse(form, id, gettext(NOT_CHANGED), 503)
    response = _lead_to(id)
    allow_changes(response, current_app, id, saved)
    return response


@blueprint.get("/comments/<int:id>/delete")
def ask_to_delete(id: int) -> ResponseReturnValue:
    try:
        comment = find_changeable(reading(), id, read_version(DELETE, id))
    except Refused as refused:
        return _explain(id, str(refused))
    page = locate_page(reading(), comment.thread)
    speak_as(page)
    return render_private("broadsheet/comments/delete.html", comment=comment, page=page)


@blueprint.post("/comments/<int:id>/delete")
def take_deletion(id: int) -> ResponseReturnValue:
    try:
        with writing() as session:
            comment = lock_changeable(session, id, read_version(DELETE, id))
            page = locate_page(session, comment.thread)
            withdraw_comment(session, comment)
    except Refused as refused:
        return _explain(id, str(refused))
    except SQLAlchemyError:
        current_app.logger.exception("A comment could not be deleted.")
        return _explain(id, gettext(NOT_DELETED), 503)
    response = make_response(
        redirect(page.link("comments", note=GONE) if page else f"{request.script_root}/", 303)
    )
    forbid_changes(response, id)
    return response


def _save(id: int, version: str | None, text: str) -> str:
    """Change a comment, and return the version that it is then."""
    html = render_comment(text)
    with writing() as session:
        visitor = hash_visitor(
            session, request.remote_addr, datetime.now(UTC).date()
        )  # Before the thread, as in posting.
        comment = lock_changeable(session, id, version)
        known = is_verified(comment.email)
        again = submit_again(session, comment, text, html, visitor, request.remote_addr or "", known)
        edit_comment(session, comment, again)
        return name_version(comment.text, comment.edited)


def _show_form(form: TextForm, comment: Comment, preview: str = "") -> Response:
    page = locate_page(reading(), comment.thread)
    speak_as(page)
    return _render_form(form, comment.id, preview=preview, page=page)


def _refuse(form: TextForm, id: int, problem: str, status: int = 422) -> tuple[Response, int]:
    """Show the form again with what was typed, and why it is not saved; the database may be what is in trouble."""
    return _render_form(form, id, problem=problem), status


def _render_form(
    form: TextForm, id: int, problem: str = "", preview: str = "", page: Page | None = None
) -> Response:
    given = {"form": form, "id": id, "problem": problem, "preview": preview, "page": page}
    return render_private("broadsheet/comments/edit.html", preview_button=PREVIEW, **given)


def _explain(id: int, problem: str, status: int = 422) -> ResponseReturnValue:
    return render_private("broadsheet/comments/unchanged.html", id=id, problem=problem), status


def _lead_to(id: int) -> Response:
    address = url_for("broadsheet_comment.show_comment", id=id, _anchor=f"comment-{id}")
    return make_response(redirect(address, 303))
