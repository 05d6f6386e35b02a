"""The page to which a moderator's mail leads. It decides when a button is pressed, and only on what it showed."""

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue

from ...delivery.private import render_private
from ...delivery.same_origin import guard
from ...languages import N_
from ...page_language import gettext
from ...storage import reading, writing
from ..changing.tokens import name_version
from ..deciding import decide, is_erased, lock_threads
from ..identity import read_token
from ..models import APPROVED, DELETED, HELD, SPAM, Comment
from ..showing.page import locate_page
from ..state import name_state
from ..witnesses import BY_MAIL, witnessed
from .telling import DAYS, MODERATE, list_moderators

blueprint = Blueprint("broadsheet_comment_moderators", __name__)
guard(blueprint, told={"decision": N_("Decision")})
DECISIONS = {"approve": APPROVED, "hold": HELD, "spam": SPAM, "delete": DELETED}
OLD_LINK = N_(
    "This link is not valid any more: it is too old, its address is no moderator's now, or the comment is gone. "
    "`broadsheet comments list` shows what waits."
)
CHANGED = N_(
    "Its writer changed it meanwhile, or another moderator decided on it. Nothing was changed; look at it again."
)
NO_DECISION = N_("No decision was sent. Press one of the buttons.")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/comments/moderate")
def show_comment() -> ResponseReturnValue:
    id = _read_id()
    comment = reading().get(Comment, id) if id else None
    if comment is None or is_erased(comment):
        return _show(None, problem=OLD_LINK), 422
    return _show(comment)


@blueprint.post("/comments/moderate")
def take_decision() -> ResponseReturnValue:
    id, status = _read_id(), DECISIONS.get(request.form.get("decision", ""))
    with writing() as session:
        lock_threads(session, [id] if id else [])
        comment = session.get(Comment, id) if id else None
        if comment is None or is_erased(comment):
            return _show(None, problem=OLD_LINK), 422
        if status is None:
            return _show(comment, problem=NO_DECISION), 422
        said = request.form.get("version", "")
        if comment.status == status and said.startswith(name_version(comment.text, comment.edited)):
            return _show(comment, decided=True)  # Pressed twice, or by two who agree.
        if said != name_state(comment):
            return _show(comment, problem=CHANGED), 409
        with witnessed(session, BY_MAIL, request.form["decision"], [comment.id]):
            decide(session, [comment.id], status, by_moderator=True)
    comment = reading().get(Comment, id)
    return _show(comment, decided=True)


def _read_id() -> int | None:
    """Return the comment that the link is for, if whom it was sent to is a moderator still."""
    told = read_token(MODERATE, DAYS)
    return int(told[0]) if told and told[1] in list_moderators() else None


def _show(comment: Comment | None, problem: str = "", decided: bool = False) -> Response:
    given = {
        "comment": comment,
        "problem": gettext(problem) if problem else "",
        "decided": decided,
        "page": locate_page(reading(), comment.thread) if comment else None,
        "version": name_state(comment) if comment else "",
        "token": request.values.get("token", ""),
    }
    return render_private("broadsheet/comments/moderators/comment.html", **given)
