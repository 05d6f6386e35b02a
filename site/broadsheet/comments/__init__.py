"""The thread: readers' comments below anything that has a key.

`Comments(app)` stands alone in any Flask app: `{{ comments.thread("my-post", title="My post") }}`.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, request
from markupsafe import Markup

from .. import mail, signing, storage
from ..delivery import assets, page_cache
from ..delivery.addresses import this_page
from ..delivery.keeping import depend_on, is_alone, keep_until, pass_over
from ..delivery.templates import render
from ..page_language import ngettext, speaking
from . import chores, commands
from .changing import views as editing_views
from .moderation.phases import find_closing, is_too_old
from .moderators import views as moderators_views
from .my_data import views as my_data_views
from .posting import views
from .posting.form import CommentForm
from .reader import read_details, tell_writer
from .showing import feeds, permalinks
from .showing.describing import describe_thread
from .showing.list import show_list
from .showing.once import find_facts
from .showing.page import PARAMETERS, REPLY_TO, describe_form, make_page, read_note, sign_page
from .showing.thread import find_shown
from .spam import learning
from .watching import views as watching_views

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
        mail.init_app(app)
        views.init_app(app)
        editing_views.init_app(app)
        permalinks.init_app(app)
        feeds.init_app(app)
        watching_views.init_app(app)
        my_data_views.init_app(app)
        moderators_views.init_app(app)
        chores.init_app(app)
        commands.init_app(app)
        learning.init_app(app)
        page_cache.tell_apart(app, tell_writer)
        page_cache.know_parameters(app, *PARAMETERS)
        app.jinja_env.globals["comments"] = self

    @property
    def blueprints(self) -> tuple[Blueprint, ...]:
        """What answers the thread's forms, to be exempted from a `CSRFProtect` of the app: they are guarded otherwise."""
        return (
            views.blueprint,
            editing_views.blueprint,
            watching_views.blueprint,
            watching_views.ending,
            my_data_views.blueprint,
            moderators_views.blueprint,
        )

    def count(self, key: str) -> int:
        """Return how many comments of a thread everyone can see."""
        depend_on(storage.name_thread(key))
        return find_facts(key).shown

    def tell_count(self, key: str) -> str:
        """Return how many they are in words of the page's language."""
        return ngettext("%(number)s comment", "%(number)s comments", self.count(key))

    def describe(self, key: str) -> list[dict[str, Any]]:
        """Return the first comments of a thread for machines, bounded (see `describing.describe_thread`)."""
        depend_on(storage.name_thread(key))
        return describe_thread(storage.reading(), key)

    def thread(
        self, key: str, title: str = "", published: datetime | None = None, language: str | None = None
    ) -> Markup:
        """Return a thread and its form as HTML.

        `published` is when the page was, for threads that close after some time; `language` is the page's, if it is not
        the site's (a BCP 47 tag). The page's own address says which part of
        the thread is wanted (`page.PARAMETERS`) and, by `?reply-to=ID`, which comment the form is to answer.
        """
        with speaking(language):
            return self._render_thread(key, title, published)

    def _render_thread(self, key: str, title: str, published: datetime | None) -> Markup:
        facts, details = find_facts(key), read_details()
        form = CommentForm(formdata=None, obj=details, remember=details is not None)
        wanted = request.args.get(REPLY_TO, type=int)
        parent = find_shown(storage.reading(), key, wanted) if wanted else None
        page = make_page(key, this_page(without=PARAMETERS), title, published)
        depend_on(storage.name_thread(key))
        keep_until(find_closing(published))
        closed = facts.closed or is_too_old(published)
        given = describe_form(form, page, parent, problems=[]) | {
            "list": show_list(page, facts.shown, closed),
            "count": facts.shown,
            "closed": closed,
            "note": read_note(),
        }
        # It tells when the form was made. With another key it is another token, which browsers must come to have.
        if not is_alone():
            pass_over(given["thread_token"], sign_page(replace(page, made=0)))
        return Markup(render("broadsheet/comments/_thread.html", **given))  # noqa: S704
