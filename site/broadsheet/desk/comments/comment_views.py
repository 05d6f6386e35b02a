"""The page of one comment: answering it, and changing what it says."""

from flask import Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from ...comments.models import Comment
from ...comments.moderation.submission import Refused
from ...comments.posting.form import TextForm
from ...comments.posting.markdown import render_comment
from ...comments.posting.storing import ParentGone
from ...languages import N_
from ...page_language import gettext
from ...storage import reading, writing
from ..gate import current_user
from ..leading_back import CHANGED, DONE, lead_back, way_back
from ..roles import MODERATOR, allow
from ..showing import show
from .answering import answer_as
from .blueprint import blueprint
from .editing import EditForm, edit_as, lock_as_shown
from .one import describe_one, find_comment
from .telling import tell_changed, tell_done

NO_COMMENT = N_("There is no such comment; it may be erased.")
NOT_SHOWN = N_(
    "Readers do not see this comment, so it cannot be answered. Show it first; your text is here still."
)
CHANGED_MEANWHILE = N_(
    "The comment was changed or decided on meanwhile. Nothing was saved; look at what it says now, then send yours again."
)
NOT_SAVED = N_(
    "This could not be saved just now. Nothing is lost: your text is here still. Try again in a minute."
)


@blueprint.get("/comments/<int:id>")
@allow(MODERATOR)
def show_comment(id: int) -> ResponseReturnValue:
    return _show(get_comment(id))


@blueprint.post("/comments/<int:id>/answer")
@allow(MODERATOR)
def take_answer(id: int) -> ResponseReturnValue:
    comment, form, user = get_comment(id), TextForm(request.form), current_user()
    if not form.validate():
        return _show(comment, answer=form), 422
    try:
        with writing() as session:
            batch = answer_as(session, user, id, form.text.data)
    except ParentGone:
        return _show(get_comment(id), answer=form, problem=gettext(NOT_SHOWN)), 409
    except Refused as refused:
        return _show(get_comment(id), answer=form, problem=str(refused)), 422
    except SQLAlchemyError:
        current_app.logger.exception("An answer could not be saved.")
        return _show(get_comment(id), answer=form, problem=gettext(NOT_SAVED)), 503
    return lead_back(url_for("desk_comments.show_comment", id=id), done=batch)


@blueprint.post("/comments/<int:id>/edit")
@allow(MODERATOR)
def take_edit(id: int) -> ResponseReturnValue:
    comment, form, who = get_comment(id), EditForm(request.form), current_user().name
    if not form.validate():
        return _show(comment, edit=form), 422
    html = render_comment(form.text.data)
    try:
        with writing() as session:
            now = lock_as_shown(session, id, request.form.get("state", ""))
            batch = edit_as(session, who, now, form.text.data, html, form.note.data) if now else ""
    except SQLAlchemyError:
        current_app.logger.exception("A changed comment could not be saved.")
        return _show(get_comment(id), edit=form, problem=gettext(NOT_SAVED)), 503
    if not batch:
        return _show(get_comment(id), edit=form, problem=gettext(CHANGED_MEANWHILE)), 409
    return lead_back(url_for("desk_comments.show_comment", id=id), done=batch)


def get_comment(id: int) -> Comment:
    """Return a comment; answer 404 where there is none."""
    comment = find_comment(reading(), id)
    if comment is None:
        abort(404, NO_COMMENT)
    return comment


def _show(
    comment: Comment, answer: TextForm | None = None, edit: EditForm | None = None, problem: str = ""
) -> Response:
    here = url_for("desk_comments.show_comment", id=comment.id)
    return show(
        "comments/comment.html",
        **describe_one(reading(), comment),
        answer=answer or TextForm(formdata=None),
        edit=edit or EditForm(formdata=None, text=comment.text, note=comment.note),
        problem=problem,
        done=tell_done(reading(), request.args.get(DONE, "")),
        changed=tell_changed(request.args.getlist(CHANGED)),
        next=way_back() if request.method == "GET" else here,
    )
