"""The relation: which stories belong beside this one.

`Related(app)` stands alone in any Flask app: hand it documents with `add`, show a list with
`{{ related.stories(id) }}`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup

from .. import storage
from ..delivery import assets
from ..settings import settings_of
from .index import RelatedIndex
from .refresh import Described, refresh_lists, replace_documents
from .stories import find_latest, find_related

__all__ = ["Described", "Related", "RelatedIndex", "refresh_lists", "replace_documents"]

FEWEST = 3


class Related:
    """The Flask extension. It keeps nothing about an app; what it needs is in `app.extensions`."""

    def __init__(self, app: Flask | None = None) -> None:
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        storage.init_app(app)
        assets.init_app(app)
        app.jinja_env.globals["related"] = self

    def add(
        self,
        id: str,
        title: str,
        text: str,
        address: str,
        published: datetime | None = None,
        section: str | None = None,
        tags: Sequence[str] = (),
        picture: dict[str, Any] | None = None,
    ) -> None:
        """Add or replace one document; `address` is the link to it.

        For many at once, `replace_documents` and then `refresh_lists` are quicker.
        """
        document = Described(
            id=id, title=title, text=text, address=address, published=published,
            section=section, tags=list(tags), picture=picture,
        )  # fmt: skip
        with storage.writing() as session:
            replace_documents(session, [document])
        refresh_lists()

    def stories(self, id: str) -> Markup:
        """Return the list of related stories as HTML; where too few are alike, the latest fill it, and it says so."""
        limit = settings_of(current_app).related_count
        session = storage.reading()
        similar = find_related(session, id, limit)
        latest = []
        if len(similar) < FEWEST:
            latest = find_latest(session, id, {story.address for story in similar}, limit - len(similar))
        return Markup(render_template("broadsheet/related/_stories.html", similar=similar, latest=latest))  # noqa: S704
