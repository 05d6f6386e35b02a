"""A file says itself since when it is on the site, where the database alone would know otherwise."""

from datetime import UTC, datetime

from flask import current_app
from sqlalchemy import select

from ...articles.models import Article
from ...articles.publishing.front_matter import read_front_matter
from ...articles.publishing.heads import change_head
from ...settings import settings_of
from ...storage import reading
from .form import show_local


def add_date(source: str, content: str) -> str:
    """Return a file's content with the date of its article, if it has none and comes on the site, or leaves it, by this.

    Raise `Broken` where the head cannot be read, or changed.
    """
    zone = settings_of(current_app).zone
    front, _text = read_front_matter(content, zone)
    shown_since = reading().scalars(select(Article.published).where(Article.source == source)).first()
    if front.published or front.draft != (shown_since is not None):
        return content
    since = show_local(shown_since or datetime.now(UTC), zone).replace("T", " ")
    return change_head(content, {"published": since})
