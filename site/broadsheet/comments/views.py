"""The address that takes a comment."""

from contextlib import suppress

from flask import Blueprint, Flask, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from ..delivery.same_origin import guard
from ..storage import reading, writing
from .form import HONEYPOT, CommentForm
from .moderation import Submission
from .page import Page, describe_form, read_page
from .posting import ParentGone, post_comment
from .reader import Details, add_written, forget_details, remember_details
from .thread import find_shown

blueprint = Blueprint("broadsheet_comments", __name__)
guard(blueprint, told={"text": "Comment", "name": "Name", "email": "E-mail", "website": "Website"})

THREAD_GONE = "We cannot tell which story this comment belongs to. Copy your text, open the story again and post it there."
PARENT_GONE = (
    "The comment that you answer is no longer shown. Post yours as a comment of its own, or keep a copy."
)
NOT_SAVED = "We could not save your comment just now, so it is not posted. Your text is below; please try again in a minute."


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.post("/comments")
def take_comment() -> ResponseReturnValue:
    form = CommentForm(request.form)
    page = read_page(request.form.get("thread", ""))
    if page is None:
        return _refuse(form, None, [THREAD_GONE], 422)
    if not form.validate():
        return _refuse(form, page, [], 422)
    try:
        with writing() as session:
            comment = post_comment(session, read_submission(form, page.key))
    except ParentGone:
        form.parent.data = None
        return _refuse(form, page, [PARENT_GONE], 422)
    except SQLAlchemyError:
        current_app.logger.exception("A comment could not be saved.")
        return _refuse(form, page, [NOT_SAVED], 503)
    response = redirect(f"{page.address}#comment-{comment.id}", 303)
    add_written(response, current_app, comment.id)  # type: ignore[arg-type]
    if form.remember.data:
        details = Details(form.name.data, form.email.data, form.website.data)
        remember_details(response, current_app, details)  # type: ignore[arg-type]
    else:
        forget_details(response)  # type: ignore[arg-type]
    return response


def read_submission(form: CommentForm, key: str) -> Submission:
    return Submission(
        thread=key,
        parent_id=form.parent.data,
        name=form.name.data,
        email=form.email.data,
        website=form.website.data,
        text=form.text.data,
        honeypot=request.form.get(HONEYPOT, ""),
    )


def _refuse(form: CommentForm, page: Page | None, problems: list[str], status: int) -> ResponseReturnValue:
    """Show the form again with what was typed, and what has to change."""
    parent = None
    if page and form.parent.data and not form.parent.errors:
        with suppress(SQLAlchemyError):  # Without the database the text still has to come back.
            parent = find_shown(reading(), page.key, form.parent.data)
    given = describe_form(form, page, parent, problems)
    return render_template("broadsheet/comments/refused.html", **given), status
