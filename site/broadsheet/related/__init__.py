"""The relation: which stories belong beside this one.

`Related(app)` stands alone in any Flask app: hand it documents with `add`, show a list with
`{{ related.stories(id) }}`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from markupsafe import Markup

from .. import storage
from ..delivery import assets
from ..delivery.keeping import depend_on
from ..delivery.templates import render
from ..page_language import speaking
from ..settings import settings_of
from . import commands
from .documents import Described, replace_documents
from .refresh import rebuild_lists, refresh_lists
from .stories import find_stories

if TYPE_CHECKING:
    from .index import RelatedIndex

__all__ = ["Described", "Related", "RelatedIndex", "rebuild_lists", "refresh_lists", "replace_documents"]

AT_ONCE = 1_000


def __getattr__(name: str) -> Any:
    """Load the index when somebody asks for it: it brings numpy, which a process that only shows pages does without."""
    if name != "RelatedIndex":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .index import RelatedIndex

    return RelatedIndex


class Related:
    """The Flask extension. It keeps nothing about an app; what it needs is in `app.extensions`."""

    def __init__(self, app: Flask | None = None) -> None:
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        storage.init_app(app)
        assets.init_app(app)
        commands.init_app(app)
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
        series: str | None = None,
        pinned: Sequence[str] = (),
        unrelated: Sequence[str] = (),
    ) -> None:
        """Add or replace one document; `address` is the link to it, `pinned` and `unrelated` are ids of others.

        For many at once, `add_many` is quicker.
        """
        document = Described(
            id=id, title=title, text=text, address=address, published=published, section=section,
            tags=list(tags), picture=picture, series=series, pinned=list(pinned), unrelated=list(unrelated),
        )  # fmt: skip
        self.add_many([document])

    def add_many(self, documents: Iterable[Described]) -> None:
        """Add or replace documents, each a mapping with the keys that `add` takes."""
        batch: list[Described] = []
        for document in documents:
            batch.append(document)
            if len(batch) == AT_ONCE:
                _store(batch)
                batch = []
        _store(batch)
        refresh_lists()

    def remove(self, id: str) -> None:
        """Forget a document; one that is not there is no error."""
        with storage.writing() as session:
            replace_documents(session, [], [id])
        refresh_lists()

    def stories(self, id: str, language: str | None = None) -> Markup:
        """Return the list of related stories as HTML; where too few are alike, the latest fill it, and it says so.

        `language` is the page's, if it is not the site's (a BCP 47 tag).
        """
        depend_on(storage.RELATED)
        limit = settings_of(current_app).related_count
        found, latest = find_stories(storage.reading(), id, limit)
        with speaking(language):
            return Markup(render("broadsheet/related/_stories.html", stories=found, latest=latest))  # noqa: S704


def _store(documents: list[Described]) -> None:
    with storage.writing() as session:
        replace_documents(session, documents)
