"""The newest comments for feed readers: of the site, or of one thread (Atom, RFC 4287)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Blueprint, Flask, abort, make_response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from ...delivery.addresses import site_root
from ...delivery.templates import render
from ...delivery.xml import make_legal
from ...languages import N_
from ...storage import reading
from ..models import APPROVED, Comment
from .page import locate_page, speak_as

blueprint = Blueprint("broadsheet_comment_feeds", __name__)
LENGTH = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/comments/feed.atom")
def show_feed() -> ResponseReturnValue:
    session, key = reading(), request.args.get("thread", "").replace("\0", "")
    comments = list_newest(session, key)
    pages = {thread: locate_page(session, thread) for thread in {comment.thread for comment in comments}}
    own = locate_page(session, key) if key else None
    speak_as(own)
    if key and own is None:
        abort(404, N_("There is no such thread."))
    given = {
        "root": site_root(),
        "address": url_for("broadsheet_comment_feeds.show_feed", thread=key or None),
        "page": own,
        "entries": [(comment, page) for comment in comments if (page := pages[comment.thread])],
        "updated": find_newest_change(comments),
    }
    response = make_response(make_legal(render("broadsheet/comments/feed.xml", **given)))
    response.mimetype = "application/atom+xml"
    response.add_etag()
    response.make_conditional(request)
    return response


def list_newest(session: Session, key: str = "") -> Sequence[Comment]:
    """Return the newest comments that everyone can see, of a thread or of all."""
    newest = (
        Comment.written.desc(),
        Comment.id.desc(),
    )  # By their dates, as what moved in has newer numbers.
    query = select(Comment).where(Comment.status == APPROVED).order_by(*newest).limit(LENGTH)
    return session.scalars(query.where(Comment.thread == key) if key else query).all()


def find_newest_change(comments: Sequence[Comment]) -> datetime:
    return max((comment.edited or comment.written for comment in comments), default=NEVER)
