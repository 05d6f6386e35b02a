"""The thread: readers' comments below anything that has a key.

`Comments(app)` stands alone in any Flask app: `{{ comments.thread("my-post", title="My post") }}`.
"""

from flask import Flask, render_template, request
from markupsafe import Markup

from .. import signing, storage
from ..delivery import assets
from ..delivery.addresses import REPLY_TO, this_page
from . import commands, views
from .form import CommentForm
from .page import Page, describe_form
from .reader import read_details, read_written
from .thread import count_comments, find_shown, read_thread

__all__ = ["Comments"]


class Comments:
    """The Flask extension. It keeps nothing about an app."""

    def __init__(self, app: Flask | None = None) -> None:
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        storage.init_app(app)
        signing.init_app(app)
        assets.init_app(app)
        views.init_app(app)
        commands.init_app(app)
        app.jinja_env.globals["comments"] = self

    def count(self, key: str) -> int:
        """Return how many comments of a thread everyone can see."""
        return count_comments(storage.reading(), key)

    def thread(self, key: str, title: str = "") -> Markup:
        """Return a thread and its form as HTML; `?reply-to=ID` in the page's address makes the form a reply's."""
        session = storage.reading()
        details = read_details()
        form = CommentForm(formdata=None, obj=details, remember=details is not None)
        wanted = request.args.get(REPLY_TO, type=int)
        parent = find_shown(session, key, wanted) if wanted else None
        given = describe_form(form, Page(key, this_page(without=REPLY_TO), title), parent, problems=[])
        shown = read_thread(session, key, read_written())
        count = count_comments(session, key)
        return Markup(render_template("broadsheet/comments/_thread.html", shown=shown, count=count, **given))  # noqa: S704
