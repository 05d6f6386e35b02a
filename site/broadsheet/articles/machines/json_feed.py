"""A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, url_for

from ...dates import show_machine_time
from ...delivery.addresses import site_root
from ...settings import settings_of
from .entries import Entry
from .subjects import SITE, Subject

# The newest come as HTML too. A thousand would make a feed of many megabytes, for text that it holds already.
WITH_HTML = 50
NEEDED = {"id", "content_text"}


def describe_feed(subject: Subject, entries: Sequence[Entry]) -> dict[str, Any]:
    settings, root = settings_of(current_app), site_root()
    name = settings.site_name
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": name if subject.kind == SITE else f"{subject.name} – {name}",
        "description": settings.site_description,
        "home_page_url": f"{root}{subject.page}",
        "feed_url": f"{root}{subject.feed('json')}",
        "language": settings.language,
        "items": [describe_item(root, entry, number < WITH_HTML) for number, entry in enumerate(entries)],
    }


def describe_item(root: str, entry: Entry, with_html: bool) -> dict[str, Any]:
    """Return a feed item, with its address as its id; what an article does not have is left out."""
    article = entry.article
    changed = entry.changed
    item = {
        "id": entry.address,
        "url": entry.address,
        "title": article.title,
        "summary": article.standfirst,
        "content_text": article.text,
        "content_html": entry.html if with_html else "",
        "image": entry.picture,
        "date_published": show_machine_time(article.published),
        "date_modified": show_machine_time(changed) if changed > article.published else "",
        "authors": [
            {"name": byline.name, "url": f"{root}{url_for('lists.show_author', slug=byline.slug)}"}
            for byline in article.bylines
        ],
        "tags": [tag.name for tag in article.tags],
        "language": article.language,
    }
    return {key: value for key, value in item.items() if value or key in NEEDED}
