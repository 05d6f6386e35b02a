"""The address of a single comment: it leads to the page of the thread on which the comment stands now."""

from flask import Blueprint, Flask, abort, current_app, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ...languages import N_
from ...settings import settings_of
from ...storage import reading
from ..models import LARGEST_ID, Comment
from ..reader import read_written
from .page import default_order, locate_page, read_note
from .thread import Wanted, find_place

blueprint = Blueprint("broadsheet_comment", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/comments/<int:id>")
def show_comment(id: int) -> ResponseReturnValue:
    address = find_address(reading(), id, read_written())
    if address is None:
        abort(404, N_("There is no such comment, or it is not shown any more."))
    return redirect(address, 302)


def find_address(session: Session, id: int, own: frozenset[int]) -> str | None:
    """Return the address at which a comment is shown: to everyone, or to the reader who wrote it and waits."""
    comment = session.get(Comment, id) if 0 < id <= LARGEST_ID else None
    page = locate_page(session, comment.thread) if comment else None
    if comment is None or page is None:
        return None
    if comment.shown:
        wanted = find_place(session, comment, settings_of(current_app).comments_page_length, default_order())
    elif id not in own:
        return None
    elif comment.root_id is None:
        wanted = Wanted(default_order())  # What waits is shown to its writer on every page.
    else:
        around = session.get_one(Comment, comment.root_id)
        wanted = find_place(session, around, settings_of(current_app).comments_page_length, default_order())
    return page.link(f"comment-{id}", wanted, note=read_note())
